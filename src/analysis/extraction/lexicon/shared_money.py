"""Money whose name or letter several countries share, and the words that show whose it is."""

# Money of several countries: whose it is the countries say that the sentence mentions, else the document.
_COUNTRIES = {
    "CLP": "Chile Chilean Santiago Antofagasta CLP Codelco Cochilco",
    "ARS": "Argentina Argentine Buenos_Aires ARS",
    "COP": "Colombia Colombian Bogota COP",
    "PHP": "Philippines Philippine Manila PHP",
    "MXN": "Mexico Mexican MXN",
    "NOK": "Norway Norwegian Norges Oslo NOK Hydro Equinor",
    "SEK": "Sweden Swedish Stockholm SEK LKAB Boliden",
    "DKK": "Denmark Danish Copenhagen DKK",
    "CZK": "Czech Prague CZK",
    "ISK": "Iceland Icelandic Reykjavik ISK",
    "RSD": "Serbia Serbian Belgrade RSD",
    "DZD": "Algeria Algerian Algiers DZD",
    "IQD": "Iraq Iraqi Baghdad IQD",
    "KWD": "Kuwait Kuwaiti KWD",
    "JOD": "Jordan Jordanian Amman JOD",
    "TND": "Tunisia Tunisian Tunis TND",
    "BHD": "Bahrain Bahraini BHD",
    "LYD": "Libya Libyan Tripoli LYD",
    "KES": "Kenya Kenyan Nairobi Mombasa KES",
    "TZS": "Tanzania Tanzanian Dar_es_Salaam Dodoma TZS",
    "UGX": "Uganda Ugandan Kampala UGX",
    "SOS": "Somalia Somali Mogadishu SOS",
    "CHF": "Switzerland Swiss Zurich Geneva CHF Glencore",
    "GNF": "Guinea Guinean Conakry Simandou GNF",
    "CDF": "Congo Congolese Kinshasa DRC CDF",
    "RWF": "Rwanda Rwandan Kigali RWF",
    "XOF": "Senegal Mali Malian Ivory_Coast Ivorian Burkina Niger Benin Togo XOF",
    "XAF": "Cameroon Gabon Gabonese Chad XAF",
    "PKR": "Pakistan Pakistani Islamabad Karachi Lahore PKR",
    "LKR": "Sri_Lanka Lankan Colombo LKR",
    "NPR": "Nepal Nepali Nepalese Kathmandu NPR",
    "MUR": "Mauritius Mauritian MUR",
    "INR": "India Indian Delhi Mumbai INR",
    "QAR": "Qatar Qatari Doha QAR",
    "YER": "Yemen Yemeni YER",
    "SAR": "Saudi Riyadh SAR",
    "OMR": "Oman Omani Muscat OMR",
    "IRR": "Iran Iranian Tehran IRR",
    "MAD": "Morocco Moroccan Rabat MAD",
    "AED": "UAE Emirates Emirati Dubai Abu_Dhabi AED",
    "BYN": "Belarus Belarusian Minsk BYN",
    "RUB": "Russia Russian Moscow RUB",
    "MDL": "Moldova Moldovan Chisinau MDL",
    "RON": "Romania Romanian Bucharest RON",
    "MWK": "Malawi Malawian Lilongwe MWK",
    "ZMW": "Zambia Zambian Lusaka Copperbelt Kitwe Ndola Solwezi Kansanshi Lumwana Mopani Konkola ZMW",
    "PGK": "Papua PNG Moresby PGK",
    "NGN": "Nigeria Nigerian Lagos Abuja NGN",
    "BWP": "Botswana Gaborone BWP",
    "EGP": "Egypt Egyptian Cairo EGP",
    "LBP": "Lebanon Lebanese Beirut LBP",
    "SDG": "Sudan Sudanese Khartoum SDG",
}
COUNTRY_CUES: dict[str, tuple[str, ...]] = {
    code: tuple(cue.replace("_", " ") for cue in cues.split()) for code, cues in _COUNTRIES.items()
}
# The word, the currencies that it can be, and the one without a cue; none if it is not money then.
SHARED_MONEY: dict[str, tuple[tuple[str, ...], str]] = {
    word: (tuple(codes.split()), default)
    for words, codes, default in (
        ("peso pesos", "CLP ARS COP PHP MXN", "MXN"),
        ("crown crowns krone kroner krona", "NOK SEK DKK CZK ISK", ""),
        ("dinar dinars", "RSD DZD IQD KWD JOD TND BHD LYD", ""),
        ("shilling shillings", "KES TZS UGX SOS", ""),
        ("franc francs", "CHF GNF CDF RWF XOF XAF", ""),
        ("rupee rupees Rs Rs. Re Re.", "INR PKR LKR NPR MUR", "INR"),
        ("riyal riyals", "SAR QAR YER", "SAR"),
        ("rial rials", "IRR OMR", "IRR"),
        ("dirham dirhams", "AED MAD", "AED"),
        ("rouble roubles ruble rubles", "RUB BYN", "RUB"),
        ("lei", "RON MDL", "RON"),
        ("kwacha", "ZMW MWK", "ZMW"),
        # Letters that are money only where the country is mentioned.
        ("N", "NGN", ""),
        ("K", "ZMW PGK", ""),
        ("P", "PHP BWP", ""),
        ("SR", "SAR", ""),
        ("QR", "QAR", ""),
        ("LE", "EGP", ""),
        ("MK", "MWK", ""),
    )
    for word in words.split()
}
CUED_SIGNS = frozenset("N K P SR QR LE MK".split())
POUND_CUES = ("EGP", "LBP", "SDG")
