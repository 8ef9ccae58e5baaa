"""Lists in the formats of those who publish them; the entries here are invented."""
# ruff: noqa: E501 - rows of a list stand on one line, as they are published.

from __future__ import annotations

import gzip
import json

import pytest

from detente.case import CaseError
from detente.casefile.lists import read_list, read_screened_names

SDN_XML = """<?xml version="1.0" standalone="yes"?>
<sdnList xmlns="http://tempuri.org/sdnList.xsd"><publshInformation><Publish_Date>11/21/2025</Publish_Date></publshInformation>
<sdnEntry><uid>1</uid><firstName>Ivan</firstName><lastName>EXAMPLE</lastName><sdnType>Individual</sdnType>
<programList><program>RUSSIA-EO14024</program></programList><idList><id><uid>7</uid><idType>Passport</idType>
<idNumber>X123456</idNumber></id></idList><akaList><aka><uid>9</uid><firstName>Vanya</firstName><lastName>EXAMPLE</lastName></aka></akaList>
<nationalityList><nationality><uid>3</uid><country>Russia</country></nationality></nationalityList>
<dateOfBirthList><dateOfBirthItem><uid>2</uid><dateOfBirth>07 Oct 1952</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry>
<sdnEntry><uid>2</uid><lastName>EXAMPLE BANK</lastName><sdnType>Entity</sdnType></sdnEntry></sdnList>"""

EU_XML = """<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2025-11-20T17:00:00">
<sanctionEntity logicalId="13"><regulation programme="UKR"/><subjectType code="person" classificationCode="P"/>
<nameAlias wholeName="Ivan Example"/><nameAlias wholeName="Иван Пример"/><citizenship countryIso2Code="RU"/>
<birthdate birthdate="1952-10-07" year="1952"/><identification number="X123456"/></sanctionEntity></export>"""

UN_XML = """<CONSOLIDATED_LIST dateGenerated="2025-11-19T00:00:00Z"><INDIVIDUALS><INDIVIDUAL><DATAID>44</DATAID>
<FIRST_NAME>Ivan</FIRST_NAME><SECOND_NAME>Example</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>
<NATIONALITY><VALUE>Russian Federation</VALUE></NATIONALITY><INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY>
<ALIAS_NAME>Vanya Example</ALIAS_NAME></INDIVIDUAL_ALIAS><INDIVIDUAL_DATE_OF_BIRTH><YEAR>1952</YEAR>
</INDIVIDUAL_DATE_OF_BIRTH><INDIVIDUAL_DOCUMENT><NUMBER>X123456</NUMBER></INDIVIDUAL_DOCUMENT></INDIVIDUAL></INDIVIDUALS>
<ENTITIES><ENTITY><DATAID>45</DATAID><FIRST_NAME>Example Trading</FIRST_NAME></ENTITY></ENTITIES></CONSOLIDATED_LIST>"""

UK_XML = """<Designations><DateGenerated>20/11/2025</DateGenerated><Designation><UniqueID>RUS0001</UniqueID><Names><Name>
<Name1>Ivan</Name1><Name6>EXAMPLE</Name6></Name></Names><RegimeName>Russia</RegimeName>
<IndividualEntityShip>Individual</IndividualEntityShip><IndividualDetails><Individual><DOBs><DOB>07/10/1952</DOB></DOBs>
<Nationalities><Nationality>Russia</Nationality></Nationalities></Individual></IndividualDetails></Designation></Designations>"""

FTM = "\n".join(
    json.dumps(entity)
    for entity in (
        {"id": "Q1", "schema": "Person", "last_seen": "2025-11-18T00:00:00", "datasets": ["invented"],
         "properties": {"name": ["Ivan Example"], "alias": ["Иван Пример"], "birthDate": ["1952-10-07"],
                        "nationality": ["ru"], "passportNumber": ["X123456"]}},
        {"id": "A1", "schema": "Address", "properties": {"full": ["Street 1"]}},
    )
)  # fmt: skip

OPENSANCTIONS = """"id","schema","name","aliases","birth_date","countries","addresses","identifiers","sanctions","dataset","last_seen"
"Q1","Person","Ivan Example","Иван Пример;Vanya Example","1952-10-07","ru","","X123456","invented","Invented","2025-11-18"
"""

SDN_CSV = """1,"EXAMPLE, Ivan","individual","RUSSIA-EO14024","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","DOB 07 Oct 1952; nationality Russia; Passport X123456 (Russia)."
2,"EXAMPLE BANK","-0- ","RUSSIA-EO14024","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- ","-0- "
\x1a"""

EU_CSV = """fileGenerationDate;Entity_LogicalId;Entity_SubjectType;Entity_Regulation_Programme;NameAlias_WholeName;BirthDate_BirthDate;Citizenship_CountryIso2Code;Identification_Number
20/11/2025;13;P;UKR;Ivan Example;;;
20/11/2025;13;P;UKR;Иван Пример;1952-10-07;RU;X123456
"""

UK_CSV = """Last Updated,20/11/2025
Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,DOB,Nationality,Passport Number,Group Type,Regime,Group ID
EXAMPLE,Ivan,,,,,Mr,Иван Пример,07/10/1952,Russia,X123456,Individual,Russia,900
EXAMPLE,Vanya,,,,,,,,,,Individual,Russia,900
"""

LISTS = {
    "sdn.xml": (SDN_XML, "2025-11-21"), "eu.xml": (EU_XML, "2025-11-20"), "un.xml": (UN_XML, "2025-11-19"),
    "uk.xml": (UK_XML, "2025-11-20"), "ftm.json": (FTM, "2025-11-18"), "targets.csv": (OPENSANCTIONS, "2025-11-18"),
    "sdn.csv": (SDN_CSV, ""), "eu.csv": (EU_CSV, "2025-11-20"), "uk.csv": (UK_CSV, "2025-11-20"),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_every_format_gives_the_same_person(tmp_path, name):
    text, updated = LISTS[name]
    (tmp_path / name).write_text(text, encoding="utf-8")
    person = next(read_list(tmp_path / name))
    assert person.names[0].casefold() == "ivan example"
    assert (person.kind, person.countries, person.source, person.updated) == ("person", ("ru",), name, updated)
    assert person.birth_dates in {("1952-10-07",), ("1952",)}
    assert person.identifiers == (() if name == "uk.xml" else ("X123456",))


@pytest.mark.parametrize("name", ["eu.xml", "ftm.json", "targets.csv", "eu.csv", "uk.csv"])
def test_names_in_other_scripts_are_kept(tmp_path, name):
    (tmp_path / name).write_text(LISTS[name][0], encoding="utf-8")
    assert "Иван Пример" in next(read_list(tmp_path / name)).names


def test_entities_follow_persons(tmp_path):
    (tmp_path / "un.xml").write_text(UN_XML, encoding="utf-8")
    assert [e.names[0] for e in read_list(tmp_path / "un.xml")] == ["Ivan Example", "Example Trading"]
    (tmp_path / "sdn.csv").write_text(SDN_CSV, encoding="utf-8")
    assert [e.kind for e in read_list(tmp_path / "sdn.csv")] == ["person", "organisation"]


def test_aliases_beside_sdn_csv_are_read(tmp_path):
    (tmp_path / "SDN.CSV").write_text(SDN_CSV, encoding="utf-8")
    (tmp_path / "ALT.CSV").write_text('1,11,"aka","EXAMPLE, Vanya","-0- "\n', encoding="utf-8")
    assert next(read_list(tmp_path / "SDN.CSV")).names == ("Ivan EXAMPLE", "Vanya EXAMPLE")


def test_a_packed_list_is_unpacked(tmp_path):
    (tmp_path / "eu.xml.gz").write_bytes(gzip.compress(EU_XML.encode()))
    assert next(read_list(tmp_path / "eu.xml.gz")).id == "13"


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><sdnList><sdnEntry><uid>&b;</uid></sdnEntry></sdnList>'


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("a.txt", b"hello", "this is no list that can be read"),
        ("a.xml", SDN_XML[:300].encode(), "the XML is broken"),
        ("a.xml", BOMB.encode(), "holds what is refused"),
        ("a.xml", b"<other><thing/></other>", "holds no entry of a list"),
        ("a.json", FTM.encode() + b'\n{"id": ', "line 3: this is no entity"),
        ("a.csv", OPENSANCTIONS.encode() + b'"Q2","Person"', "line 3: the row does not fit the header"),
        ("a.csv", b'1,"EXAMPLE, Ivan","individual","X","","","","","","","","r"\n2,"CUT', "a row of SDN has 12 cells"),
        ("a.gz", b"\x1f\x8b\x08\x00", "the file cannot be read"),
        ("a.csv", b"id,schema,name,aliases\n\xff,Person,X,Y\n", "the text is not UTF-8"),
    ],
)
def test_a_broken_list_is_refused_with_its_place(tmp_path, name, content, message):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(CaseError) as refused:
        list(read_list(path))
    assert str(refused.value).startswith(path.as_posix())
    assert message in str(refused.value)


def test_a_list_that_is_absent_is_refused(tmp_path):
    with pytest.raises(CaseError, match="cannot be read"):
        list(read_list(tmp_path / "absent.xml"))


def test_names_to_screen_are_read_with_what_is_known(tmp_path):
    path = tmp_path / "names.csv"
    path.write_text(
        "name,birth_date,countries,identifiers,kind\nIvan Example,1952,Russia|by,X1|X2,person\n", encoding="utf-8"
    )
    (one,) = read_screened_names(path)
    assert (one.id, one.birth_date, one.countries, one.identifiers) == ("line-2", "1952", ("ru", "by"), ("X1", "X2"))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("names\nIvan\n", "line 1: there is no column name."),
        ("name,born\nIvan,1952\n", '"born" is not a column.'),
        ("name\n\"\"\n", "line 2: the name is empty."),
        ("name,birth_date\nIvan,long ago\n", "is not a date."),
        ("name,kind\nIvan,firm\n", 'kind "firm" is not a kind.'),
        ("id,name\n1,Ivan\n1,Anna\n", "stands on line 2 already."),
        ("name\nIvan,Example\n", "the row does not fit the header."),
    ],
)  # fmt: skip
def test_names_that_cannot_be_read_are_named_with_their_line(tmp_path, text, message):
    path = tmp_path / "names.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CaseError) as refused:
        read_screened_names(path)
    assert message in str(refused.value)
