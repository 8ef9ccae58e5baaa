"""Addresses. The first word of a name is its tab, and a test refuses an address that the matrix of rights lacks."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.usersessions.views import list_usersessions
from django.urls import URLPattern, URLResolver, include, path, re_path

from detente.portal.api.routes import api
from detente.portal.assessments import views as assessments
from detente.portal.councils import views as councils
from detente.portal.files import views as files
from detente.portal.initiative import views as initiative
from detente.portal.marks import views as marks
from detente.portal.obligations import views as obligations
from detente.portal.pages import nothing_here
from detente.portal.parties import views as parties
from detente.portal.preferences import views as preferences
from detente.portal.public import views as public
from detente.portal.talks import views as talks
from detente.portal.text import register
from detente.portal.text import views as text
from detente.portal.ventures import views as ventures

handler400 = "detente.portal.api.refusing.not_read"
handler404 = "detente.portal.api.refusing.not_there"
AT = "p/<slug:process>/"
OBLIGATION_FILES = r"^p/(?P<process>[-\w]+)/obligations/export\.(?P<suffix>csv|json|ics)$"
VENTURE_FILES = r"^p/(?P<process>[-\w]+)/ventures/export\.(?P<suffix>oc4ids\.json|ftm\.json)$"
# Of the library, and of no use where people are invited and no mail is sent.
SHUT = r"^accounts/(?:signup|email|confirm-email|password/set|password/reset|login/code)(?:/[^/]*)?/$"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", parties.start, name="start"),
    path("accounts/sessions/", reauthentication_required(list_usersessions), name="usersessions_list"),
    re_path(SHUT, nothing_here, name="shut"),
    path("accounts/", include("allauth.urls")),
    path("invitations/", parties.accept, name="invitation"),
    path("api/", api.urls),
    path(AT, public.public, name="public"),
    path(f"{AT}record/", public.record, name="record"),
    path(f"{AT}record/bundle", public.bundle, name="record-bundle"),
    path(f"{AT}record/policy", public.policy, name="record-policy"),
    path(f"{AT}record/verifier", public.verifier, name="record-verifier"),
    path(f"{AT}record/<int:index>/proof", public.proof, name="record-proof"),
    path(f"{AT}home/", parties.home, name="home"),
    path(f"{AT}home/invite", parties.invite, name="home-invite"),
    path(f"{AT}home/lend", parties.lend, name="home-lend"),
    path(f"{AT}home/parts/<int:part>/end", parties.end, name="home-end"),
    path(f"{AT}audit/", parties.audit, name="audit"),
    path(f"{AT}initiatives/", initiative.initiatives, name="initiatives"),
    path(f"{AT}initiatives/submit", initiative.submit, name="initiatives-submit"),
    path(f"{AT}initiatives/<slug:slug>/", initiative.initiative, name="initiatives-one"),
    path(f"{AT}initiatives/<slug:slug>/receipt", initiative.confirm, name="initiatives-confirm"),
    path(f"{AT}initiatives/<slug:slug>/disclosure", initiative.disclose, name="initiatives-disclose"),
    path(f"{AT}text/register/", register.register, name="text-register"),
    path(f"{AT}text/register/declarations", register.declare, name="text-declare-whole"),
    path(f"{AT}text/", text.text, name="text"),
    path(f"{AT}text/articles/", text.add, name="text-add"),
    path(f"{AT}text/instruments", text.deposit, name="text-deposit"),
    path(f"{AT}text/entry-into-force", text.force, name="text-force"),
    path(f"{AT}text/issue", text.issue, name="text-issue"),
    path(f"{AT}text/articles/<int:number>/", text.clause, name="text-clause"),
    path(f"{AT}text/articles/<int:number>/words", text.edit, name="text-edit"),
    path(f"{AT}text/articles/<int:number>/alternatives", text.alternative, name="text-alternative"),
    path(f"{AT}text/articles/<int:number>/comments", text.comment, name="text-comment"),
    path(f"{AT}text/articles/<int:number>/declarations", text.declare, name="text-declare"),
    path(f"{AT}text/elements/<slug:slug>/state", text.move, name="text-move"),
    path(f"{AT}text/drafts/<int:number>/", text.draft, name="text-draft"),
    path(f"{AT}text/drafts/<int:number>/silence", text.break_silence, name="text-break-silence"),
    path(f"{AT}acceptance/", marks.marks, name="marks"),
    path(f"{AT}acceptance/open", marks.open_round, name="marks-open"),
    path(f"{AT}acceptance/packages", marks.package, name="marks-package"),
    path(f"{AT}acceptance/seal", marks.seal, name="marks-seal"),
    path(f"{AT}preferences/", preferences.preferences, name="preferences"),
    path(f"{AT}preferences/swaps", preferences.swaps, name="preferences-swaps"),
    path(f"{AT}preferences/swaps/points", preferences.take, name="preferences-take"),
    path(f"{AT}acceptance/suggestions/", preferences.suggestions, name="marks-suggestions"),
    path(f"{AT}acceptance/suggestions/new", preferences.suggest, name="marks-suggest"),
    path(f"{AT}talks/", talks.talks, name="talks"),
    path(f"{AT}talks/log", talks.log, name="talks-log"),
    path(f"{AT}talks/suspend", talks.suspend, name="talks-suspend"),
    path(f"{AT}talks/resume", talks.resume, name="talks-resume"),
    path(f"{AT}talks/<int:entry>/undertakings/<int:undertaking>", talks.confirm, name="talks-confirm"),
    path(f"{AT}councils/", councils.councils, name="councils"),
    path(f"{AT}councils/found", councils.found, name="councils-found"),
    path(f"{AT}joint-councils/", councils.public, name="public-councils"),
    path(f"{AT}councils/<slug:slug>/seats/<int:seat>", councils.seat, name="councils-seat"),
    path(f"{AT}councils/<slug:slug>/complaints", councils.complain, name="councils-complain"),
    path(f"{AT}councils/<slug:slug>/complaints/<int:entry>", councils.answer, name="councils-answer"),
    path(f"{AT}councils/<slug:slug>/", councils.council, name="councils-one"),
    path(f"{AT}councils/<slug:slug>/meetings", councils.call, name="councils-call"),
    path(f"{AT}councils/<slug:slug>/meetings/<int:number>/minutes", councils.minutes, name="councils-minutes"),
    path(f"{AT}councils/<slug:slug>/meetings/<int:number>/confirmation", councils.confirm, name="councils-confirm"),
    path(f"{AT}councils/<slug:slug>/decisions", councils.propose, name="councils-propose"),
    path(f"{AT}councils/<slug:slug>/decisions/<int:decision>", councils.agree, name="councils-agree"),
    path(f"{AT}councils/<slug:slug>/interests", councils.declare, name="councils-declare"),
    path(f"{AT}ventures/", ventures.ventures, name="ventures"),
    re_path(VENTURE_FILES, ventures.export, name="ventures-export"),
    path(f"{AT}ventures/new", ventures.write, name="ventures-write"),
    path(f"{AT}ventures/case", ventures.take, name="ventures-take"),
    path(f"{AT}ventures/<slug:slug>/", ventures.venture, name="ventures-one"),
    path(f"{AT}ventures/<slug:slug>/words", ventures.edit, name="ventures-edit"),
    path(f"{AT}ventures/<slug:slug>/stage", ventures.move, name="ventures-move"),
    path(f"{AT}ventures/<slug:slug>/conditions", ventures.judge, name="ventures-judge"),
    path(f"{AT}ventures/<slug:slug>/documents", ventures.document, name="ventures-document"),
    path(f"{AT}obligations/", obligations.obligations, name="obligations"),
    path(f"{AT}obligations/promises", obligations.promise, name="obligations-promise"),
    path(f"{AT}obligations/phases", obligations.phase, name="obligations-phase"),
    re_path(OBLIGATION_FILES, obligations.export, name="obligations-export"),
    path(f"{AT}obligations/<slug:slug>/", obligations.obligation, name="obligations-one"),
    path(f"{AT}obligations/<slug:slug>/acts", obligations.watch, name="obligations-watch"),
    path(f"{AT}obligations/<slug:slug>/codings", obligations.code, name="obligations-code"),
    path(f"{AT}obligations/<slug:slug>/evidence", obligations.evidence, name="obligations-evidence"),
    path(f"{AT}obligations/<slug:slug>/evidence/<int:entry>/file", files.hand_in, name="obligations-hand-in"),
    path(f"{AT}obligations/files/<slug:key>", files.file, name="obligations-file"),
    path(f"{AT}obligations/<slug:slug>/notices", obligations.notice, name="obligations-notice"),
    path(f"{AT}obligations/<slug:slug>/notices/<int:entry>/answer", obligations.answer, name="obligations-answer"),
    path(f"{AT}obligations/<slug:slug>/notices/<int:entry>/end", obligations.close, name="obligations-close"),
    path(f"{AT}obligations/<slug:slug>/acts/<int:entry>/reply", obligations.reply, name="obligations-reply"),
    path(f"{AT}analysis/", assessments.assessments, name="assessments"),
    path(f"{AT}analysis/case", files.case, name="assessments-case"),
    path(f"{AT}analysis/runs", assessments.ask, name="assessments-ask"),
    path(f"{AT}analysis/comparisons", assessments.ask_comparison, name="assessments-compare"),
    path(f"{AT}analysis/comparisons/<slug:key>/", assessments.comparison, name="assessments-compared"),
    path(f"{AT}analysis/runs/<slug:key>/", assessments.assessment, name="assessments-one"),
    path(f"{AT}analysis/runs/<slug:key>/report", assessments.report, name="assessments-report"),
    path(f"{AT}analysis/runs/<slug:key>/stop", assessments.stop, name="assessments-stop"),
]
