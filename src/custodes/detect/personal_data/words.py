"""The words that announce personal data: expressions of small letters, for any case."""

BIRTH = r"dates? of birth|birth ?-?dates?|birth ?days?|d[.]?o[.]?b[.]?[^a-z]|born"
LICENSE = (
    r"driv(?:er|ing)(?:'?s?'?)? ?licen[cs]e|driv(?:er|ing)(?:'?s?'?)? (?:permit|id)"
    r"|d\.?l\.?n?\.? ?(?:#|:|no|num)|dmv|licen[cs]e n(?:o|um)"
)
PASSPORT = r"passports?"
ACCOUNT = r"acc(?:oun)?t\.?[^a-z]|a/c[^a-z]|iban"
ROUTING = r"routing|aba[^a-z]|rtn[^a-z]|transit n"
TAXPAYER = r"itin[^a-z]|f?ein[^a-z]|tin[^a-z]|tax(?:payer)?(?:'?s)? ?-?id|employer id"
RECORD = (
    r"patient(?:'?s)? (?:id|no|num|record|#)|medical record|mrn[^a-z]|insurance (?:id|policy|no|num|member)"
    r"|policyholder id|medicare|medicaid|member id|health (?:plan|insurance) "
)
MEDICAL = (
    r"diagnos(?:ed|is)|suffer(?:s|ing|ed) from|treated for|tested positive|hiv(?:.positive)?[^a-z]"
    r"|chemotherapy|medical (?:leave|history|condition|record)|prescri(?:bed|ption)|medication|pregnan(?:t|cy)"
    r"|miscarriage|abortion|test results|psychiatr|rehab[^a-z]|hospitali[sz]ed|biopsy|antidepressants?|blood test"
    r"|overdose|ivf[^a-z]"
    r"|has (?:cancer|diabetes|epilepsy|depression|aids|hepatitis|dementia)"
    r"|(?:breast|lung|skin|prostate|colon|thyroid|stage (?:two|three|four|[234])) cancer|leuka?emia|lymphoma"
    r"|tumou?r|epilepsy|seizures?|alzheimer'?s|dementia|parkinson'?s|multiple sclerosis|hepatitis|diabet(?:es|ic)"
    r"|aids[^a-z]|bipolar|schizophreni[ac]|(?:severe|clinical|major|deep) depression|anorexi[ac]|bulimi[ac]|ptsd[^a-z]"
    r"|(?:nervous )?breakdown|kill(?:ed)? (?:her|him)self|suicid(?:e|al)|alcoholi(?:c|sm)|alcohol addiction|drug addict"
    r"|addicted to"
)
"""Words for illnesses and treatments that are said of people; most of them books are about, too."""
STREETS = (
    "street|st|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|court|ct|place|pl|terrace|ter|circle|cir|way|parkway"
    "|pkwy|highway|hwy|square|sq|trail|trl"
)
