"""What official lists hold beyond names: weak aliases, dates that are about, ranges, groups, older encodings."""
# ruff: noqa: E501 - rows of a list stand on one line, as they are published.

from __future__ import annotations

import gzip
import json

import pytest

from detente.case import CaseError
from detente.casefile.lists import read_list

ADVANCED = """<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="http://www.un.org/sanctions/1.0" Version="1">
<DateOfIssue CalendarTypeID="1"><Year>2025</Year><Month>11</Month><Day>21</Day></DateOfIssue>
<ReferenceValueSets>
<CountryValues><Country ID="11" ISO2="RU">Russia</Country></CountryValues>
<DetailReferenceValues><DetailReference ID="7">Male</DetailReference></DetailReferenceValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType><FeatureType ID="10">Nationality Country</FeatureType>
<FeatureType ID="224">Gender</FeatureType></FeatureTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType><NamePartType ID="1521">First Name</NamePartType>
<NamePartType ID="1525">Entity Name</NamePartType></NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="1" PartyTypeID="4">Vessel</PartySubType>
<PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType><PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType><PartyType ID="4">Transport</PartyType></PartyTypeValues>
</ReferenceValueSets>
<Locations><Location ID="55"><LocationCountry CountryID="11" CountryRelevanceID="1"/></Location></Locations>
<IDRegDocuments><IDRegDocument ID="1" IDRegDocTypeID="1571" IdentityID="71"><IDRegistrationNo>X123456</IDRegistrationNo></IDRegDocument>
<IDRegDocument ID="2" IDRegDocTypeID="1626" IdentityID="73"><IDRegistrationNo>IMO 9123456</IDRegistrationNo></IDRegDocument></IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="1"><Comment/><Profile ID="1" PartySubTypeID="4"><Identity ID="71" FixedRef="1" Primary="true" False="false">
<Alias FixedRef="1" AliasTypeID="1400" Primary="false" LowQuality="true"><DocumentedName ID="2" FixedRef="1" DocNameStatusID="2">
<DocumentedNamePart><NamePartValue NamePartGroupID="91" ScriptID="215">VANYA</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<Alias FixedRef="1" AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName ID="1" FixedRef="1" DocNameStatusID="1">
<DocumentedNamePart><NamePartValue NamePartGroupID="90" ScriptID="215">Example</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="91" ScriptID="215">Ivan</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="90" NamePartTypeID="1520"/></MasterNamePartGroup>
<MasterNamePartGroup><NamePartGroup ID="91" NamePartTypeID="1521"/></MasterNamePartGroup></NamePartGroups></Identity>
<Feature ID="4" FeatureTypeID="8"><FeatureVersion ID="5">{period}</FeatureVersion></Feature>
<Feature ID="5" FeatureTypeID="224"><FeatureVersion ID="6"><VersionDetail DetailTypeID="1" DetailReferenceID="7"/></FeatureVersion></Feature>
<Feature ID="6" FeatureTypeID="10"><FeatureVersion ID="7"><VersionLocation LocationID="55"/></FeatureVersion></Feature></Profile></DistinctParty>
<DistinctParty FixedRef="2"><Profile ID="2" PartySubTypeID="3"><Identity ID="72" FixedRef="2" Primary="true"><Alias Primary="true" LowQuality="false"><DocumentedName ID="8">
<DocumentedNamePart><NamePartValue NamePartGroupID="95" ScriptID="215">EXAMPLE BANK</NamePartValue></DocumentedNamePart></DocumentedName></Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="95" NamePartTypeID="1525"/></MasterNamePartGroup></NamePartGroups></Identity></Profile></DistinctParty>
<DistinctParty FixedRef="3"><Profile ID="3" PartySubTypeID="1"><Identity ID="73" FixedRef="3" Primary="true"><Alias Primary="true"><DocumentedName ID="9">
<DocumentedNamePart><NamePartValue NamePartGroupID="96">NORTHERN STAR</NamePartValue></DocumentedNamePart></DocumentedName></Alias></Identity></Profile></DistinctParty>
</DistinctParties>
<SanctionsEntries><SanctionsEntry ID="1" ProfileID="1" ListID="1550"><EntryEvent ID="1"><Date><Year>2022</Year><Month>2</Month><Day>22</Day></Date></EntryEvent>
<SanctionsMeasure ID="1" SanctionsTypeID="1705"><Comment/></SanctionsMeasure><SanctionsMeasure ID="2" SanctionsTypeID="1"><Comment>RUSSIA-EO14024</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries>
</Sanctions>"""


def period(low: str, high: str, about: str = "false") -> str:
    """From a first to a last day, each year-month-day."""
    ends = [
        "".join(
            f"<{tag}>{int(part)}</{tag}>" for tag, part in zip(("Year", "Month", "Day"), day.split("-"), strict=True)
        )
        for day in (low, high)
    ]
    start = f'<Start Approximate="{about}"><From>{ends[0]}</From><To>{ends[0]}</To></Start>'
    return f'<DatePeriod>{start}<End Approximate="false"><From>{ends[1]}</From><To>{ends[1]}</To></End></DatePeriod>'


def entries_of(tmp_path, name, content):
    (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(read_list(tmp_path / name))


def test_the_advanced_list_of_the_united_states_is_read_through_its_tables(tmp_path):
    text = ADVANCED.format(period=period("1952-10-07", "1952-10-07"))
    person, bank, vessel = entries_of(tmp_path, "sdn_advanced.xml", text)
    assert (person.id, person.names, person.weak_names) == ("1", ("Ivan Example", "VANYA"), ("VANYA",))
    assert (person.kind, person.birth_dates, person.countries) == ("person", ("1952-10-07",), ("ru",))
    assert (person.identifiers, person.programmes, person.updated) == (("X123456",), ("RUSSIA-EO14024",), "2025-11-21")
    assert (bank.names, bank.kind, bank.programmes) == (("EXAMPLE BANK",), "organisation", ())
    assert (vessel.kind, vessel.identifiers) == ("vessel", ("9123456",))


@pytest.mark.parametrize(
    ("low", "high", "about", "expected"),
    [
        ("1952-01-01", "1952-12-31", "false", ("1952",)),
        ("1952-10-01", "1952-10-31", "false", ("1952-10",)),
        ("1952-01-01", "1954-12-31", "false", ("1952", "1953", "1954")),
        ("1952-01-01", "1952-12-31", "true", ("circa 1952",)),
    ],
)
def test_a_period_of_birth_is_as_exact_as_the_list_has_it(tmp_path, low, high, about, expected):
    person = entries_of(tmp_path, "a.xml", ADVANCED.format(period=period(low, high, about)))[0]
    assert person.birth_dates == expected


CONLIST = """<?xml version="1.0" encoding="utf-8"?>
<ArrayOfFinancialSanctionsTarget xmlns="http://schemas.hmtreasury.gov.uk/ofsi/consolidatedlist" xmlns:i="http://www.w3.org/2001/XMLSchema-instance">
<FinancialSanctionsTarget><name1>Vanya</name1><Name6>EXAMPLE</Name6><AliasTypeName>AKA</AliasTypeName><AliasQuality>Low quality</AliasQuality>
<GroupTypeDescription>Individual</GroupTypeDescription><RegimeName>Russia</RegimeName><GroupID>900</GroupID><LastUpdated>2025-11-18T00:00:00</LastUpdated></FinancialSanctionsTarget>
<FinancialSanctionsTarget><Name6>EXAMPLE BANK</Name6><AliasTypeName>Primary name</AliasTypeName><GroupTypeDescription>Entity</GroupTypeDescription>
<Entity_BusinessRegNumber>1027700</Entity_BusinessRegNumber><RegimeName>Russia</RegimeName><GroupID>901</GroupID><LastUpdated>2025-11-20T00:00:00</LastUpdated></FinancialSanctionsTarget>
<FinancialSanctionsTarget><name1>Ivan</name1><Name6>EXAMPLE</Name6><NameNonLatinScript>Иван Пример</NameNonLatinScript><AliasTypeName>Primary name</AliasTypeName>
<GroupTypeDescription>Individual</GroupTypeDescription><Individual_DateOfBirth>00/00/1952</Individual_DateOfBirth><Individual_Nationality>Russia, Cyprus</Individual_Nationality>
<Individual_PassportNumber>X123456</Individual_PassportNumber><RegimeName>Russia</RegimeName><GroupID>900</GroupID><LastUpdated>2025-11-19T00:00:00</LastUpdated></FinancialSanctionsTarget>
</ArrayOfFinancialSanctionsTarget>"""


def test_names_of_the_consolidated_list_of_the_united_kingdom_are_joined_by_group(tmp_path):
    person, bank = entries_of(tmp_path, "ConList.xml", CONLIST)
    assert person.names == ("Ivan EXAMPLE", "Vanya EXAMPLE", "Иван Пример")
    assert (person.weak_names, person.birth_dates, person.countries) == (("Vanya EXAMPLE",), ("1952",), ("ru", "cy"))
    assert (person.identifiers, person.updated) == (("X123456",), "2025-11-20")
    assert (bank.kind, bank.identifiers) == ("organisation", ("1027700",))


UK_NEW = """<?xml version="1.0" encoding="utf-8"?><Designations><DateGenerated>2025-11-20T09:00:00</DateGenerated><Designation><LastUpdated>2025-11-18</LastUpdated>
<UniqueID>RUS0001</UniqueID><OFSIGroupID>900</OFSIGroupID><Names><Name><Name1>Ivan</Name1><Name6>EXAMPLE</Name6><NameType>Primary Name</NameType></Name>
<Name><Name6>VANYA</Name6><NameType>Alias</NameType><AliasStrength>Low quality</AliasStrength></Name></Names>
<NonLatinNames><NonLatinName><NameNonLatinScript>Иван Пример</NameNonLatinScript></NonLatinName></NonLatinNames><RegimeName>The Russia Regulations</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><IndividualDetails><Individual><DOBs><DOB>dd/mm/1952</DOB><DOB>dd/10/1953</DOB></DOBs><Nationalities><Nationality>Russia</Nationality></Nationalities>
<PassportDetails><Passport><PassportNumber>X123456</PassportNumber></Passport></PassportDetails></Individual></IndividualDetails></Designation>
<Designation><UniqueID>RUS0002</UniqueID><Names><Name><Name6>EXAMPLE BANK</Name6></Name></Names><IndividualEntityShip>Entity</IndividualEntityShip>
<EntityDetails><Entity><BusinessRegistrationNumbers><BusinessRegistrationNumber>1027700</BusinessRegistrationNumber></BusinessRegistrationNumbers></Entity></EntityDetails></Designation>
<Designation><UniqueID>RUS0003</UniqueID><Names><Name><Name6>NORTHERN STAR</Name6></Name></Names><IndividualEntityShip>Ship</IndividualEntityShip>
<ShipDetails><Ship><IMONumbers><IMONumber>9123456</IMONumber></IMONumbers></Ship></ShipDetails></Designation></Designations>"""


def test_the_sanctions_list_of_the_united_kingdom_gives_persons_firms_and_ships(tmp_path):
    person, bank, ship = entries_of(tmp_path, "UK_Sanctions_List.xml", UK_NEW)
    assert (person.names, person.weak_names) == (("Ivan EXAMPLE", "VANYA", "Иван Пример"), ("VANYA",))
    assert (person.birth_dates, person.updated) == (("1952", "1953"), "2025-11-20")
    assert [(one.kind, one.identifiers) for one in (bank, ship)] == [
        ("organisation", ("1027700",)),
        ("vessel", ("9123456",)),
    ]


UK_NEW_CSV = """Report Date: 20-Nov-2025,,,
Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Name type,Alias strength,Name non-latin script,D.O.B,Nationality(/ies),Passport number,Designation Type,Regime Name
18/11/2025,RUS0001,900,EXAMPLE,Ivan,,,,,Primary Name,,Иван Пример,dd/mm/1952,Russia,X123456,Individual,Russia
18/11/2025,RUS0001,900,VANYA,,,,,,Alias,Low quality,,,,,Individual,Russia
"""


def test_the_sanctions_list_of_the_united_kingdom_is_read_as_a_table(tmp_path):
    (person,) = entries_of(tmp_path, "UK_Sanctions_List.csv", UK_NEW_CSV)
    assert person.names == ("Ivan EXAMPLE", "Иван Пример", "VANYA")
    assert (person.id, person.weak_names, person.birth_dates) == ("RUS0001", ("VANYA",), ("1952",))
    assert (person.kind, person.countries, person.updated) == ("person", ("ru",), "2025-11-20")


def test_a_table_of_the_united_kingdom_in_an_older_encoding_is_read(tmp_path):
    text = "Last Updated,20/11/2025\nName 6,Name 1,Group Type,Group ID\nMÜLLER,Jürgen,Individual,900\n"
    (person,) = entries_of(tmp_path, "ConList.csv", text.encode("cp1252"))
    assert person.names == ("Jürgen MÜLLER",)


SDN = """<sdnList xmlns="https://example.invalid/exports/XML"><publshInformation><Publish_Date>11/21/2025</Publish_Date><Record_Count>2</Record_Count></publshInformation>
<sdnEntry><uid>1</uid><firstName>Ivan</firstName><lastName>EXAMPLE</lastName><sdnType>Individual</sdnType><idList>
<id><uid>1</uid><idType>Gender</idType><idNumber>Male</idNumber></id><id><uid>2</uid><idType>Tax ID No.</idType><idNumber>770123</idNumber></id>
<id><uid>3</uid><idType>Secondary sanctions risk:</idType><idNumber>Ukraine-/Russia-Related</idNumber></id></idList>
<akaList><aka><uid>4</uid><type>a.k.a.</type><category>weak</category><lastName>VANYA</lastName></aka>
<aka><uid>5</uid><type>f.k.a.</type><category>strong</category><firstName>John</firstName><lastName>EXAMPLE</lastName></aka></akaList>
<dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>circa 1952</dateOfBirth><mainEntry>true</mainEntry></dateOfBirthItem>
<dateOfBirthItem><uid>7</uid><dateOfBirth>1954 to 1956</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>
<sdnEntry><uid>2</uid><lastName>NORTHERN STAR</lastName><sdnType>Vessel</sdnType><idList><id><uid>8</uid><idType>Vessel Registration Identification</idType>
<idNumber>IMO 9123456</idNumber></id></idList><vesselInfo><vesselFlag>Russia</vesselFlag></vesselInfo></sdnEntry>
<sdnEntry><uid>3</uid><lastName>EX-1</lastName><sdnType>Aircraft</sdnType></sdnEntry></sdnList>"""


def test_the_list_of_the_united_states_keeps_weak_names_and_leaves_remarks_out(tmp_path):
    person, ship, plane = entries_of(tmp_path, "SDN.XML", SDN)
    assert (person.names, person.weak_names) == (("Ivan EXAMPLE", "VANYA", "John EXAMPLE"), ("VANYA",))
    assert (person.identifiers, person.birth_dates) == (("770123",), ("circa 1952", "1954", "1955", "1956"))
    assert (ship.kind, ship.identifiers, ship.countries) == ("vessel", ("9123456",), ("ru",))
    assert plane.kind == "aircraft"


SDN_ROW = '1,"EXAMPLE, Ivan","individual","RUSSIA-EO14024","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","DOB circa 1952; alt. DOB 1954 to 1955."\r\n'


def test_weak_aliases_beside_sdn_csv_are_told_from_strong_ones_even_packed(tmp_path):
    alt = '1,11,"aka","EXAMPLE, Vanya","-0- "\r\n1,12,"aka","VANYA","weak alias"\r\n\x1a'
    (tmp_path / "alt.csv.gz").write_bytes(gzip.compress(alt.encode()))
    (person,) = entries_of(tmp_path, "sdn.csv", "\ufeff" + SDN_ROW)
    assert (person.names, person.weak_names) == (("Ivan EXAMPLE", "Vanya EXAMPLE", "VANYA"), ("VANYA",))
    assert person.birth_dates == ("circa 1952", "1954", "1955")


EU = """\ufeff<?xml version="1.0" encoding="UTF-8"?><export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-11-20T17:00:00.000+01:00" globalFileId="1">
<sanctionEntity designationDetails="" euReferenceNumber="EU.27.28" logicalId="13"><regulation programme="UKR"/><subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Ivan" middleName="" lastName="Example" wholeName="" strong="true"/><nameAlias wholeName="Vanya" strong="false"/>
<citizenship countryIso2Code="00"/><citizenship countryIso2Code="RU"/><birthdate circa="true" birthdate="" year="1952"/>
<birthdate circa="false" year="" yearRangeFrom="1954" yearRangeTo="1955"/><identification number="" latinNumber="X123456"/></sanctionEntity>
<sanctionEntity logicalId="14"><subjectType code="enterprise" classificationCode="E"/><nameAlias wholeName="Example Bank" strong="true"/></sanctionEntity></export>"""


def test_the_list_of_the_union_keeps_weak_names_and_dates_that_are_about(tmp_path):
    person, bank = entries_of(tmp_path, "eu.xml", EU)
    assert (person.names, person.weak_names) == (("Ivan Example", "Vanya"), ("Vanya",))
    assert (person.birth_dates, person.countries) == (("circa 1952", "1954", "1955"), ("ru",))
    assert (person.identifiers, person.updated, bank.kind) == (("X123456",), "2025-11-20", "organisation")


def test_rows_of_the_union_are_joined_wherever_they_stand(tmp_path):
    head = "\ufefffileGenerationDate;Entity_LogicalId;Entity_SubjectType;NameAlias_WholeName;BirthDate_Year;BirthDate_Circa;Citizenship_CountryIso2Code\n"
    rows = (
        "20/11/2025;13;P;Ivan Example;1952;true;00\n20/11/2025;14;E;Example Bank;;;\n20/11/2025;13;P;Иван Пример;;;RU\n"
    )
    person, bank = entries_of(tmp_path, "eu.csv", head + rows)
    assert (person.names, person.birth_dates) == (("Ivan Example", "Иван Пример"), ("circa 1952",))
    assert (person.countries, bank.kind) == (("ru",), "organisation")


UN = """<CONSOLIDATED_LIST dateGenerated="2025-11-19T00:00:00Z"><INDIVIDUALS><INDIVIDUAL><DATAID>44</DATAID><FIRST_NAME>Ivan</FIRST_NAME><SECOND_NAME>Example</SECOND_NAME>
<NAME_ORIGINAL_SCRIPT>Иван Пример</NAME_ORIGINAL_SCRIPT><INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Vanya</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1954</FROM_YEAR><TO_YEAR>1955</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>
<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1952</YEAR></INDIVIDUAL_DATE_OF_BIRTH></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>45</DATAID><FIRST_NAME>Example Trading</FIRST_NAME><ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>Extra</ALIAS_NAME></ENTITY_ALIAS></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""


def test_the_list_of_the_united_nations_keeps_weak_names_and_ranges(tmp_path):
    person, firm = entries_of(tmp_path, "un.xml", UN)
    assert (person.names, person.weak_names) == (("Ivan Example", "Иван Пример", "Vanya"), ("Vanya",))
    assert person.birth_dates == ("1954", "1955", "circa 1952")
    assert (firm.names, firm.weak_names) == (("Example Trading", "Extra"), ())


def test_a_nested_file_gives_programmes_and_says_who_is_no_target(tmp_path):
    nested = {"id": "Q1", "schema": "Person", "target": True, "datasets": ["invented"],
              "properties": {"name": ["Ivan Example"], "weakAlias": ["Vanya"], "birthDate": ["1952"],
                             "sanctions": [{"id": "s1", "schema": "Sanction", "properties": {"program": ["RUSSIA-EO14024"]}}]}}  # fmt: skip
    relative = {"id": "Q2", "schema": "Person", "target": False, "properties": {"name": "Anna Example"}}
    person, other = entries_of(tmp_path, "targets.nested.json", "\n".join(map(json.dumps, (nested, relative))))
    assert (person.weak_names, person.programmes) == (("Vanya",), ("RUSSIA-EO14024", "invented"))
    assert (other.names, other.programmes) == (("Anna Example",), ("no target itself",))


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.xml", ADVANCED.format(period="").replace(' FixedRef="2"><Profile', "><Profile"), "DistinctParty 2: it has no FixedRef"),
        ("a.xml", '<Sanctions xmlns="urn:x"><DistinctParties/></Sanctions>', "holds no DistinctParty"),
        ("a.xml", CONLIST.replace("<GroupID>901</GroupID>", ""), "FinancialSanctionsTarget 2: there is no GroupID"),
        ("a.xml", CONLIST[:900], "the XML is broken"),
        ("a.xml", "<ArrayOfFinancialSanctionsTarget/>", "holds no FinancialSanctionsTarget"),
        ("a.xml", UK_NEW.replace("<UniqueID>RUS0002</UniqueID>", ""), "Designation 2: the entry has no id"),
        ("a.csv", UK_NEW_CSV.replace("RUS0001,900,VANYA", ",,VANYA"), "VANYA has neither Unique ID nor Group ID"),
        ("ADD.CSV", '1,25,"1 Street","Town","Russia","-0- "\n', "goes with SDN.CSV"),
    ],
)  # fmt: skip
def test_what_a_file_lacks_is_named_with_its_place(tmp_path, name, content, message):
    with pytest.raises(CaseError) as refused:
        entries_of(tmp_path, name, content)
    assert message in str(refused.value)
    assert str(refused.value).startswith((tmp_path / name).as_posix())
    assert "\n" in str(refused.value)


def test_a_broken_file_of_aliases_is_named_with_its_line(tmp_path):
    (tmp_path / "ALT.CSV").write_text('1,11,"aka","EXAMPLE, Vanya","-0- "\n1,12\n', encoding="utf-8")
    with pytest.raises(CaseError, match=r"ALT\.CSV, line 2: a row of ALT has 5 cells"):
        entries_of(tmp_path, "SDN.CSV", SDN_ROW)
