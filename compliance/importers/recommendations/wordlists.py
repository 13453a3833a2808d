"""The words by which topics, echoes and operative verbs are proposed. Ours: add to them freely."""

from __future__ import annotations

from collections.abc import Mapping

TREATIES: Mapping[str, str] = {
    "ICRMW": (
        r"(?:International )?Convention (?:on|for) the (?:Protection of the )?Rights of All "
        r"Migrants? Workers and (?:Members of )?Their Families|ICRMW|ICMW|ICPRMW"
    ),
    "CRC": r"Convention on the Rights of the Child|CRC",
    "crime": (
        r"Convention against Transnational Organized Crime(?: and (?:its|the) Protocols thereto)?"
        r"|Palermo Protocols?|Protocol to Prevent, Suppress and Punish Trafficking in Persons"
    ),
    "other": (
        r"(?-i:(?<!Vienna )(?:Conventions?|Covenants?|Protocols?|Statute|Declaration)"
        r"(?: (?:on|for|to|of|the|and|against|in|[A-Z][\w-]+))+"
        r"|CEDAW|ICERD|CERD|ICCPR|ICESCR|CRPD|OPCAT|CAT)"
    ),
}
"""Treaties by patterns of their names; the last is whatever looks like a treaty.

Their names are not read as words: "the rights of all migrant workers and members of their
families" says nothing of work or of families.
"""

_JOIN = "ratif* | acced* | accession* | adhere* | sign | signing | party to | to be bound by"
SUBJECTS: Mapping[str, tuple[str, ...]] = {
    "policy": (
        "migration polic* | immigration polic* | migration law* | immigration law*",
        "rights of migrants | rights of all migrants",
        "counter-terrorism | terrorism",
    ),
    "treaties": (_JOIN,),
    "reservations": ("reservation | reservations",),
    "non_discrimination": (
        "discriminat*",
        "racis* | racial* | xenophob* | intoleran* | hate",
        "profiling",
        "equal treatment | equal access",
    ),
    "security": (
        "criminaliz* | criminalis* | penaliz* | penalis* | criminal sanction*",
        "police | law enforcement | excessive force | use of force | brutality",
        "organized crime | organised crime",
    ),
    "detention": (
        "detention* | detain* | custody | imprison*",
        "alternative* to detention | alternative* to the detention | alternative measures",
        "length of detention* | limit this detention | detention periods | excessive detention",
        "mandatory detention | arbitrary detention | arbitrary arrest* | do not detain",
        "deprivation of liberty | deprived of their liberty",
    ),
    "transit": ("border*", "transit", "intercept* | at sea | rescue*"),
    "justice": (
        "access to justice | access to the judiciary | judicia* | court* | tribunal* | appeal*",
        "legal aid | legal assistance | counsel | lawyer*",
        "remedy | remedies | redress",
        "prosecut* | investigat* | impunity",
        "due process | fair trial",
        "torture | ill-treatment | extrajudicial",
    ),
    "consular": ("consular",),
    "labour": (
        "labour | labor | work | workplace* | employ* | working condition* | conditions of work",
        "migrant worker*",
        "labour law* | labor law* | labour legislation | labor legislation",
        "wage* | remuneration",
        "trade union* | freedom of association",
        "unemploy*",
    ),
    "domestic_work": ("domestic work* | domestic servant* | household work*",),
    "recruitment": ("recruit* | employment agenc*", "recruitment fee* | sponsor* | kafala"),
    "social_security": ("social security | social protection | pension*",),
    "remittances": ("remittance* | transfer of earnings",),
    "health": ("health* | medical | medicine*",),
    "children": (
        "child* | minors | boys | girls | juvenile* | adolescent*",
        "best interests of the child",
        "unaccompanied",
    ),
    "education": ("education | educational | school* | literacy",),
    "integration": (
        "integrat* | inclusion | inclusive | social cohesion",
        "family reunification | reunification",
        "participation of migrants | participation",
        "naturaliz* | naturalis*",
    ),
    "gender": ("women | woman | gender* | maternity",),
    "return": (
        "return | returning | returnee* | readmission | repatriat*",
        "expuls* | expel* | deport* | removal* | refoulement",
    ),
    "trafficking": ("traffick*", "smuggl*"),
    "victims": (
        "victims of crime | victims of violence | victims of traffick*",
        "protect victims | victim protection | witnesses",
    ),
    "cooperation": (
        "cooperat* | co-operat*",
        "bilateral | regional cooperation | regional process*",
        "dialogue*",
    ),
    "united_nations": (
        "special rapporteur* | special procedure* | standing invitation",
        "treaty bod* | human rights mechanism* | UNHCR",
        "United Nations system",
    ),
}
"""The expressions of each topic. Words set off by ``|`` say the same; a star is any ending."""

FALLBACK = "policy"
"""The topic of a text in which none of the expressions stands."""

VERBS = """
abolish accede accelerate accept adapt address adhere admit adopt align allocate allow amend
apologize apply assess assist assure attach avoid award ban base become begin bring broaden build
call carry cease clarify close combat commit commute compensate complete comply condemn conduct
consider consolidate consult continue cooperate correct create criminalize cut declare decrease
decriminalize dedicate deepen define delete deliver demonstrate denounce deploy designate detain
develop devote discontinue disseminate distribute draft drop educate elaborate eliminate embark
empower enable enact encompass encourage end endeavour enforce engage enhance ensure envisage
equip eradicate establish evaluate examine exchange exempt exercise expand expedite explore extend
facilitate fight finalize find focus follow formulate foster fulfil fund further give grant
guarantee halt harmonize heed hold honour identify implement impose improve include incorporate
increase inform initiate inquire institute integrate intensify introduce invest investigate invite
issue join keep launch legislate lift limit lower mainstream maintain make modernize monitor move
nominate observe offer open organize overcome participate pass pay perform permit persevere
persist place plan prepare preserve prevent prioritize proceed process prohibit promote prosecute
protect provide publish punish pursue put raise ratify reaffirm recognize reconsider rectify
redouble reduce refer reform refrain register regulate rehabilitate reinforce reject release
remove repatriate repeal replace report request resolve respect respond restore resume review
revise revoke safeguard scale secure seek set share sign solve speak speed start step stop
strengthen strive study subject submit subscribe supply support suspend sustain tackle take target
tighten train transform translate transpose treat undertake update uphold use welcome widen
withdraw work
"""
"""What recommendations begin with, in the form of the request."""

HEDGES = "consider continue envisage explore pursue reconsider study"
"""Verbs that are not all that is asked: with them goes the verb that follows."""
