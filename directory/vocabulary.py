"""The closed lists of the directory: each word, its label and its meaning, declared once for all."""

from enum import StrEnum
from typing import LiteralString, Self


def _(text: LiteralString) -> LiteralString:
    """Mark text for the catalogue of messages; it is translated where it is shown."""
    return text


class Word(StrEnum):
    """Be one word of a closed list, with a label and a meaning for people."""

    label: str
    meaning: str

    def __new__(cls, value: str, label: str, meaning: str = "") -> Self:
        """Make the word from its code, its label and its meaning."""
        word = str.__new__(cls, value)
        word._value_ = value
        word.label = label
        word.meaning = meaning
        return word


class Use(Word):
    """What a company uses a model for."""

    PRODUCTION = "production", _("in production"), _("in its own operations or product")
    OFFERED = "offered", _("offered to customers"), _("served to customers as a model they can choose")
    DERIVATIVE = (
        "derivative",
        _("made into a derivative"),
        _("fine-tuned, distilled, compressed or trained further"),
    )
    PILOT = "pilot", _("pilot"), _("tried on a small scale before a decision")
    RESEARCH = "research", _("research"), _("studied or used for research")


class Route(Word):
    """Where the data goes."""

    SELF_HOSTED = "self-hosted", _("self-hosted"), _("the published weights are run without the developer's service")
    HOSTED_EUROPE = "hosted-europe", _("hosted in Europe"), _("the weights run in Europe, not at the developer")
    HOSTED_ELSEWHERE = (
        "hosted-elsewhere",
        _("hosted elsewhere"),
        _("the weights run outside Europe, not at the developer"),
    )
    VENDOR_API = "vendor-api", _("developer's API"), _("data goes to the model developer's own interface")
    APP = "app", _("consumer app"), _("data goes to the developer's consumer app")
    UNKNOWN = "unknown", _("route not known"), _("the sources do not say, or not clearly, where the model runs")


class Status(Word):
    """How an adoption stands."""

    ANNOUNCED = "announced", _("announced"), _("said to come")
    ACTIVE = "active", _("active"), _("in use, as far as the sources say")
    ENDED = "ended", _("ended"), _("no longer in use")
    DISPUTED = "disputed", _("disputed"), _("somebody with standing denies it")
    NOT_FOUND = "not-found", _("not found"), _("we looked on that date and found no evidence")


# What was denied, ended, or looked for and not found: kept and searchable, and never counted as an adoption.
NEGATIVE = frozenset({Status.ENDED, Status.DISPUTED, Status.NOT_FOUND})


class Size(Word):
    """How large a company is; an estimate."""

    STARTUP = "startup", _("startup")
    SCALEUP = "scaleup", _("scaleup")
    ENTERPRISE = "enterprise", _("enterprise")
    PUBLIC_BODY = "public-body", _("public body")


class Existence(Word):
    """Whether a company still exists."""

    ACTIVE = "active", _("operating")
    ENDED = "ended", _("closed")


class Sector(Word):
    """What a company works in."""

    AUTOMOTIVE = "automotive", _("Automotive")
    EDUCATION_RESEARCH = "education-research", _("Education and research")
    ENERGY = "energy", _("Energy")
    FINANCE_INSURANCE = "finance-insurance", _("Finance and insurance")
    HEALTH = "health", _("Health")
    INDUSTRY = "industry", _("Industry")
    INFRASTRUCTURE_CLOUD = "infrastructure-cloud", _("Infrastructure and cloud")
    LEGAL = "legal", _("Legal")
    LOGISTICS_TRANSPORT = "logistics-transport", _("Logistics and transport")
    MEDIA_MARKETING = "media-marketing", _("Media and marketing")
    PUBLIC_SECTOR = "public-sector", _("Public sector")
    RETAIL_CONSUMER = "retail-consumer", _("Retail and consumer goods")
    SECURITY = "security", _("Security")
    SOFTWARE_AI = "software-ai", _("Software and AI")
    TELECOM = "telecom", _("Telecom")
    OTHER = "other", _("Other")


class Medium(Word):
    """What kind of medium a source is."""

    COMPANY = "company", _("company statement"), _("a page, paper or talk of the company")
    DEVELOPER = "developer", _("developer statement"), _("a page or paper of the model's developer")
    PRESS = "press", _("press"), _("a newspaper, magazine or news site")
    CODE = "code", _("code or model card"), _("source code, documentation in a repository, a model card")
    FILING = "filing", _("filing"), _("a register, tender or annual report")
    CATALOGUE = "catalogue", _("catalogue"), _("a list or database of a third party")
    TEST = "test", _("test"), _("somebody tried it and says what was seen")


class Speaker(Word):
    """Who speaks in a source."""

    COMPANY = "company", _("the company")
    DEVELOPER = "developer", _("the model's developer")
    THIRD_PARTY = "third-party", _("a third party")


class Confidence(Word):
    """The rule that fired, printed beside the claim: a rule, not a score."""

    DISPUTED = "disputed", _("disputed"), _("somebody with standing denies it")
    STALE = "stale", _("stale"), _("nobody has re-read the sources for more than twelve months")
    TO_RECHECK = "to-recheck", _("to re-check"), _("none of its sources stands any more as it was quoted")
    CONFIRMED = (
        "confirmed",
        _("confirmed"),
        _("two independent publishers, or the company itself and one independent source"),
    )
    COMPANY_STATED = "company-stated", _("company-stated"), _("the company itself says so")
    REPORTED = "reported", _("reported"), _("one independent source says so")
    DEVELOPER_STATED = "developer-stated", _("developer-stated"), _("only the model's developer says so")


class ActionKind(Word):
    """What an authority did."""

    BAN = "ban", _("ban")
    ORDER = "order", _("order")
    INQUIRY = "inquiry", _("inquiry")
    WARNING = "warning", _("warning")
    NOTICE = "notice", _("notice")
    COMMITMENTS = "commitments", _("commitments")
    REGISTRATION = "registration", _("registration")


class Target(Word):
    """What a regulatory action covers: its object only."""

    APP = "app", _("the consumer app")
    API = "api", _("the developer's API")
    MODEL = "model", _("the model itself")
    COMPANY = "company", _("a company")


class Scope(Word):
    """Whom a regulatory action binds."""

    EVERYONE = "everyone", _("everyone")
    PUBLIC_ADMINISTRATION = "public-administration", _("public administration")


class Openness(Word):
    """Whether the weights are published."""

    YES = "yes", _("open weights")
    NO = "no", _("closed weights")
    MIXED = "mixed", _("some weights open")


class Organisation(Word):
    """What a developer is."""

    COMPANY = "company", _("company")
    NON_PROFIT = "non-profit", _("non-profit organisation")
    LAB = "lab", _("laboratory")


class Condition(Word):
    """What a licence asks."""

    ATTRIBUTION = "attribution", _("attribution")
    ATTRIBUTION_ABOVE_THRESHOLD = "attribution-above-threshold", _("attribution above a threshold")
    REVENUE_THRESHOLD = "revenue-threshold", _("limits above a revenue")
    USER_THRESHOLD = "user-threshold", _("limits above a number of users")
    NOTICE = "notice", _("notice to the maker")
    NON_COMMERCIAL = "non-commercial", _("non-commercial use only")
    TERRITORY = "territory", _("excludes territories")
    USE_RESTRICTIONS = "use-restrictions", _("forbids some uses")
    SIZE_DEPENDENT = "size-dependent", _("differs by size")
    BASE_LICENCE = "base-licence", _("terms of the base apply too")
    CUSTOM = "custom", _("custom terms")


class Modality(Word):
    """What a model reads or makes."""

    TEXT = "text", _("text")
    CODE = "code", _("code")
    IMAGE = "image", _("images")
    VIDEO = "video", _("video")
    AUDIO = "audio", _("audio")
    EMBEDDING = "embedding", _("embeddings")
    RERANKING = "reranking", _("reranking")
    THREE_D = "3d", _("3D")
    TRANSLATION = "translation", _("translation")


class SubmissionKind(Word):
    """What somebody proposes."""

    COMPANY = "company", _("new company")
    ADOPTION = "adoption", _("new adoption")
    CORRECTION = "correction", _("correction")
    REMOVAL = "removal", _("removal"), _("take a claim or the whole entry out")
    REPLY = "reply", _("reply of the company"), _("the company's own words beside the claim")
    NOTICE = "notice", _("notice of illegal content"), _("somebody says that a page breaks the law")
    MERGE = "merge", _("merge"), _("two entries are the same company")
    RESTORE = "restore", _("restore"), _("what was hidden, disputed, merged or withdrawn comes back")


class State(Word):
    """How a submission stands."""

    PENDING = "pending", _("waiting")
    CHANGES_REQUESTED = "changes-requested", _("changes requested")
    APPROVED = "approved", _("approved")
    REJECTED = "rejected", _("not accepted")
    UNDONE = "undone", _("approved, and undone later")
    TAKEN_BACK = "taken-back", _("taken back by its sender")


class Act(Word):
    """What a moderator decided."""

    APPROVAL = "approval", _("approved")
    AGREEMENT = "agreement", _("agreed; a second person decides")
    CHANGES_REQUEST = "changes-request", _("changes requested")
    REJECTION = "rejection", _("not accepted")
    REVERSAL = "reversal", _("undone")
    REOPENING = "reopening", _("taken up again")
    HIDING = "hiding", _("claims hidden")
    RENAMING = "renaming", _("moved to another address")
    REREADING = "rereading", _("re-read")


class Ground(Word):
    """The rule that a refusal rests on; `meaning` is what its submitter reads."""

    SCOPE = "scope", _("out of scope"), _("The company's headquarters are not in Europe, or the model is not Chinese.")
    UNSOURCED = "unsourced", _("not sourced"), _("No source that can be opened and quoted carries the claim.")
    MISMATCH = "mismatch", _("source says otherwise"), _("The quoted source does not say what the claim says.")
    NOT_NEUTRAL = (
        "not-neutral",
        _("not neutral"),
        _("The text judges, advertises or guesses instead of stating a fact."),
    )
    PERSONAL_DATA = (
        "personal-data",
        _("personal data"),
        _("The text names or describes a person; entries are about companies."),
    )
    DUPLICATE = "duplicate", _("listed already"), _("The directory says so already.")
    UNFOUNDED = "unfounded", _("complaint not founded"), _("The sources still carry what is complained about.")
    SPAM = "spam", _("spam"), _("The text is automatic or has nothing to do with the directory.")
    OTHER = "other", _("another reason"), _("See the reason in the moderator's words.")


class ProofMethod(Word):
    """How a company proves that it controls its domain."""

    MAIL = "mail", _("mail at the domain"), _("we write to a mailbox at the company's domain")
    DNS = "dns", _("DNS record"), _("a TXT record of the domain holds a code")
    FILE = "file", _("file on the website"), _("a file on the website holds a code")


# The countries of the directory as of 2026-11.
UNION = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK"
# EEA, UK, Switzerland, Ukraine, Moldova, Western Balkans, microstates.
BEYOND = "IS LI NO GB CH UA MD AL BA ME MK RS XK AD MC SM VA"
EUROPE = frozenset([*UNION.split(), *BEYOND.split()])
