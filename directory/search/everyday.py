"""What people call countries and sectors besides their official names and labels; each is found by these words too."""

from functools import lru_cache

from directory.text import words

# How a country calls itself, names that the Unicode CLDR does not give, and who comes from there.
COUNTRIES = {
    "AD": "Andorran",
    "AL": "Shqipëria, Albanian",
    "AT": "Österreich, Austrian, Österreichisch",
    "BA": "Bosna i Hercegovina, Bosnia and Herzegovina, Bosnia, Bosnian, Herzegovina",
    "BE": "België, Belgian",
    "BG": "България, Bulgarian",
    "CH": "Swiss, Suisse, Schweiz, Svizzera, Confoederatio Helvetica, Helvetia",
    "CY": "Κύπρος, Cypriot",
    "CZ": "Česko, Czech Republic, Czech, Tschechische Republik, République tchèque, Česká republika",
    "DE": "Deutschland, German, Deutsch, Federal Republic of Germany, Bundesrepublik",
    "DK": "Danmark, Danish",
    "EE": "Eesti, Estonian",
    "ES": "España, Spanish",
    "FI": "Suomi, Finnish",
    "FR": "French, Français",
    "GB": "UK, Britain, Great Britain, England, Scotland, Wales, Northern Ireland, British, English, Scottish, Welsh,"
    " Großbritannien, Grande-Bretagne, Angleterre, Royaume-Uni, Gran Bretaña",
    "GR": "Ελλάδα, Greek, Hellas, Hellenic Republic",
    "HR": "Croatian, Hrvatska",
    "HU": "Magyarország, Hungarian",
    "IE": "Irish, Éire, Republic of Ireland",
    "IS": "Ísland, Icelandic",
    "IT": "Italian",
    "LI": "Liechtensteiner",
    "LT": "Lietuva, Lithuanian",
    "LU": "Lëtzebuerg, Luxembourgish, Luxemburg",
    "LV": "Latvija, Latvian",
    "MC": "Monegasque",
    "MD": "Republica Moldova, Moldovan, Moldavia",
    "ME": "Crna Gora, Montenegrin",
    "MK": "Северна Македонија, Macedonia, Macedonian",
    "MT": "Maltese",
    "NL": "Nederland, Holland, Dutch, The Netherlands, Hollande, Niederlande, Pays-Bas",
    "NO": "Norge, Norwegian",
    "PL": "Polska, Polish",
    "PT": "Portuguese",
    "RO": "România, Romanian",
    "RS": "Србија, Serbian, Srbija",
    "SE": "Sverige, Swedish",
    "SI": "Slovenija, Slovenian, Slovene",
    "SK": "Slovensko, Slovak, Slovak Republic",
    "SM": "Sammarinese",
    "UA": "Україна, Ukrainian",
    "VA": "Vatican, Holy See",
    "XK": "Kosova, Косово, Kosovan, Kosovar",
}
SECTORS = {
    "automotive": "car, cars, vehicle, carmaker, auto, automobile, Auto, voiture,"
    " Automobil, Fahrzeug, coche, automobili",
    "education-research": "university, school, academic, institute, science, Universität, université, laboratory,"
    " Bildung, Forschung, Hochschule, éducation, recherche, enseignement, universidad, università",
    "energy": "electricity, oil, gas, power, utility, Energie, énergie, Strom, électricité, energía, energia",
    "finance-insurance": "bank, banking, banks, fintech, insurer, payments, financial, Versicherung, banque, assurance,"
    " Finanzen, Sparkasse, finance, banco, banca, seguros, assicurazione",
    "health": "hospital, clinic, healthcare, medical, medicine, pharma, biotech, Krankenhaus, hôpital, santé,"
    " Gesundheit, Klinik, Medizin, clinique, médecine, salud, sanità, ospedale",
    "industry": "manufacturing, factory, engineering, industrial, Industrie, machinery, Maschinenbau, usine, industria",
    "infrastructure-cloud": "hosting, data centre, datacenter, GPU, hoster, IaaS,"
    " Rechenzentrum, hébergeur, centre de données",
    "legal": "law, lawyer, law firm, justice, attorney, Recht, avocat, legaltech,"
    " Kanzlei, Anwalt, droit, juridique, legale",
    "logistics-transport": "shipping, freight, transportation, airline, railway, supply chain, Logistik, mobility,"
    " Verkehr, Bahn, Spedition, transports, logistique, logística",
    "media-marketing": "newspaper, advertising, publisher, journalism, press, broadcaster, Medien, médias,"
    " Zeitung, Verlag, Werbung, presse, journal, publicité",
    "public-sector": "government, municipality, city council, ministry, administration, Behörde, mairie, authority,"
    " Verwaltung, Stadt, Gemeinde, Ministerium, administration publique, collectivité, ville, gobierno,"
    " pubblica amministrazione",
    "retail-consumer": "shop, e-commerce, ecommerce, store, supermarket, fashion, Handel, commerce,"
    " Einzelhandel, commerce de détail, magasin, boutique",
    "security": "cybersecurity, defence, defense, cyber, Sicherheit, sécurité,"
    " Cybersicherheit, cybersécurité, Verteidigung, défense",
    "software-ai": "developer tools, artificial intelligence, SaaS, AI lab",
    "telecom": "telecommunications, mobile operator, telco, carrier, Telekommunikation, télécoms,"
    " Telekom, Mobilfunk, opérateur",
}
# Cities whose name differs from language to language; each is found by all of them.
CITIES = (
    "Athens, Athen, Athènes, Αθήνα, Athina",
    "Basel, Bâle, Basle, Basilea",
    "Belgrade, Belgrad, Beograd, Београд",
    "Bologna, Bologne",
    "Brussels, Bruxelles, Brussel, Brüssel",
    "Bucharest, București, Bukarest, Bucarest",
    "Cologne, Köln, Colonia",
    "Copenhagen, København, Kopenhagen, Copenhague",
    "Cracow, Kraków, Krakow, Krakau, Cracovie",
    "Dublin, Baile Átha Cliath",
    "Florence, Firenze, Florenz",
    "Geneva, Genève, Genf, Ginevra",
    "Ghent, Gent, Gand",
    "Gothenburg, Göteborg",
    "Hamburg, Hambourg",
    "Hanover, Hannover",
    "Helsinki, Helsingfors",
    "Kyiv, Kiev, Київ, Kiew",
    "Lisbon, Lisboa, Lissabon, Lisbonne",
    "London, Londres, Londra",
    "Lucerne, Luzern",
    "Lyon, Lyons",
    "Milan, Milano, Mailand",
    "Munich, München, Monaco di Baviera",
    "Naples, Napoli, Neapel",
    "Nuremberg, Nürnberg",
    "Paris, Parigi",
    "Porto, Oporto",
    "Prague, Praha, Prag, Praga",
    "Rome, Roma, Rom",
    "Saint-Étienne, St Etienne",
    "Seville, Sevilla, Séville",
    "Skopje, Скопје",
    "Sofia, София",
    "Strasbourg, Straßburg",
    "The Hague, Den Haag, La Haye",
    "Trento, Trient",
    "Turin, Torino",
    "Valencia, València",
    "Venice, Venezia, Venedig",
    "Vienna, Wien, Vienne",
    "Warsaw, Warszawa, Warschau, Varsovie",
    "Zagreb, Agram",
    "Zaragoza, Saragossa",
    "Zurich, Zürich",
)
USES = {
    "derivative": "fine-tuned, finetuned, fine-tune, fine-tuning, distilled, quantized, derived, merge",
    "offered": "inference provider, resells, marketplace",
    "pilot": "trial, proof of concept, test phase",
    "research": "study, evaluation, benchmark",
}
ROUTES = {
    "self-hosted": "selbst gehostet, auto-hébergé, on-premises, on premise, onprem, own servers, locally, local,"
    " self hosting",
    "hosted-europe": "European cloud, EU hosted, hosted in the EU",
    "vendor-api": "API, official API, vendor API, developer API",
    "app": "chatbot app, mobile app",
}
STATUSES = {
    "ended": "discontinued, abandoned",
    "disputed": "denied, denies, dementiert, dément",
}
SIZES = {"public-body": "public institution, public authority", "enterprise": "corporation, large company"}


def names(told: dict[str, str], code: str) -> tuple[str, ...]:
    """List the everyday names of a value."""
    return tuple(name.strip() for name in told.get(code, "").split(",") if name.strip())


def city_names(city: str) -> tuple[str, ...]:
    """List what a city is called, itself first."""
    return tuple(dict.fromkeys((city, *_cities().get(city, ()))))


@lru_cache(maxsize=1)
def cities() -> frozenset[str]:
    """Give the folded words of all cities known here: a name of one is no misspelt word, even where nobody sits."""
    return frozenset(word for name in _cities() for word in words(name))


@lru_cache(maxsize=1)
def _cities() -> dict[str, tuple[str, ...]]:
    known = (tuple(name.strip() for name in line.split(",")) for line in CITIES)
    return {name: names for names in known for name in names}
