"""The forms of English time expressions, as regular expressions with named parts."""

from __future__ import annotations

import re
from typing import Final

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
            "september sept sep", "october oct", "november nov", "december dec",
        ),
        1,
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS: Final = {
    name: number
    for number, names in enumerate(
        ("monday mon", "tuesday tues tue", "wednesday wed", "thursday thurs thu", "friday fri", "saturday sat", "sunday sun")
    )
    for name in names.split()
}  # fmt: skip
SEASONS: Final = {"spring": "SP", "summer": "SU", "autumn": "FA", "fall": "FA", "winter": "WI"}
PARTS: Final = {
    "morning": "MO", "afternoon": "AF", "evening": "EV", "night": "NI", "midday": "MI", "dawn": "MO", "dusk": "EV",
}  # fmt: skip
ORDINALS: Final = {
    "first": 1, "second": 2, "third": 3, "fourth": 4, "1st": 1, "2nd": 2, "3rd": 3, "4th": 4,
}  # fmt: skip
UNITS: Final = {
    "second": "S", "minute": "M", "hour": "H", "day": "D", "week": "W", "weekend": "W", "fortnight": "F", "month": "M",
    "quarter": "Q", "year": "Y", "decade": "E", "century": "C", "centurie": "C",
}  # fmt: skip
_SMALL = [
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
_TENS = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]

_month_full = "january|february|march|april|may|june|july|august|september|october|november|december"
_month_short = r"(?:jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
MONTH = rf"(?:{_month_full}\b|{_month_short})"
_weekday_names = r"(?:mon|tues|wednes|thurs|fri|satur|sun)day"
WEEKDAY = rf"(?:{_weekday_names}\b)"
_weekday_any = rf"(?:{WEEKDAY}|(?:mon|tues|tue|wed|thurs|thu|fri|sat|sun)\.(?!\w))"
SEASON = r"(?:spring|summer|autumn|fall|winter)\b"
_part = r"(?:morning|afternoon|evening|night|midday|dawn|dusk)"
_day_words = [
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
    "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
]  # fmt: skip
DAY_WORDS: Final = (*_day_words, *(f"twenty-{word}" for word in _day_words[:9]), "thirtieth", "thirty-first")
_day = rf"(?:(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?|{'|'.join(reversed(DAY_WORDS))})\b"
_year = r"(?:1[5-9]\d\d|20\d\d|21\d\d)"
_zone = r"(?:\s(?:EST|EDT|CET|PST|PDT|GMT|UTC|local time))?"
_clock = rf"(?:noon|midnight|\d\d?(?:[:.]\d\d)?\s?[ap]\.?m\b\.?{_zone})"
_ones = "|".join(_SMALL[:9])
YEAR_WORDS: Final = (
    rf"nineteen[- ](?:(?:{'|'.join(_TENS)})(?:[- ](?:{_ones}))?|{'|'.join(_SMALL[9:])}|oh[- ](?:{_ones}))|"
    rf"two thousand(?: and)?(?: (?:{'|'.join(reversed(_SMALL))}))?|twenty[- ](?:{'|'.join(_SMALL[9:])}|twenty(?:[- ](?:{_ones}))?)"
)
_number_word = rf"(?:(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_SMALL[:9])}))?|{'|'.join(reversed(_SMALL))})"
_vague = r"(?:a few|several|a couple of|a couple|some|many|dozens of|a dozen|half a dozen|two dozen)"
NUMBER = rf"(?:\d+(?:\.\d+)?(?: 1/2)?|a (?:hundred|thousand)|(?:hundreds|thousands) of|{_number_word}(?: hundred| thousand)?|{_vague}|an?\b|half an?)"
_unit = r"(?:seconds?|minutes?|hours?|days?|weeks?|weekends?|fortnights?|months?|quarters?|years?|decades?|century|centuries)\b"
_about = r"(?:(?:about|almost|nearly|around|roughly|some|more than|less than|over|at least|up to|under|just over|just under|approximately|fewer than|no more than)\s)?"
_early = r"(?:(?:early|late|mid|earlier|later|the middle of|the end of|the beginning of|the start of)[- ])?"
_last = r"(?:last|next|this|past|previous|coming|following|current|that|that same|this past|this coming|the same|the previous|the following|the next|the last|the past|the coming|the current|the preceding)"


def _compile(pattern: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w$£€.,-])(?:{pattern})(?![\w])", re.IGNORECASE)


PATTERNS: Final[tuple[tuple[str, re.Pattern[str]], ...]] = tuple(
    (kind, _compile(pattern))
    for kind, pattern in (
        # 2025-04-02, 2025-04-02T10:30
        ("iso", rf"(?P<y>{_year})-(?P<m>\d\d)-(?P<d>\d\d)(?:T[\d:]+Z?)?"),
        # 11/02/89 in the American order
        ("slashes", r"(?P<m>1[0-2]|0?[1-9])/(?P<d>3[01]|[12]\d|0?[1-9])/(?P<y>\d{4}|\d\d)"),
        # Monday, April 2nd, 2025; Apr. 2; 5 p.m. EST, Nov. 6; this coming Sunday, March eighth
        (
            "month_day",
            rf"(?:(?P<clock>{_clock}),?\s)?(?:(?P<lead>last|this|next|this past|this coming)\s)?"
            rf"(?P<wd>{_weekday_any},?\s)?{_early}(?P<mon>{MONTH})\s(?:the\s)?(?P<d>{_day})(?:,?\s(?P<y>{_year}))?"
            rf"(?:\s(?P<rel>last|this|next)\syear)?",
        ),
        # 2 April 2025, 2nd of April
        (
            "day_month",
            rf"(?P<wd>{_weekday_any},?\s)?(?:the\s)?(?P<d>{_day})\s(?:of\s)?(?P<mon>{MONTH})(?:,?\s(?P<y>{_year}))?"
            rf"(?:\s(?P<rel>last|this|next)\syear)?",
        ),
        # April 2025, early April of last year, last April, mid-April
        (
            "month",
            rf"(?:(?P<lead>last|this|next|this past|this coming|the previous|the following)\s)?{_early}(?P<mon>{MONTH})"
            rf"(?:,?\s(?:of\s)?(?P<y>{_year})|(?:,?\s(?:of\s)?(?P<rel>last|this|next)\syear))?",
        ),
        # last Monday night, Tuesday, early Friday, noon Thursday
        (
            "weekday",
            rf"(?:(?P<clock>{_clock})\s)?(?:(?P<lead>last|this|next|this past|this coming|the previous|the following)\s)?"
            rf"(?:early\s|late\s)?(?P<wd>{WEEKDAY})(?:\s(?P<part>{_part}))?",
        ),
        ("weekdays", rf"(?P<wd>{_weekday_names}s)\b(?:\s(?P<part>{_part}s))?"),
        # today, yesterday morning, the day before yesterday
        (
            "deictic",
            rf"(?P<word>the day before yesterday|the day after tomorrow|(?:early |late |later |earlier )?(?:today|yesterday|tomorrow)|tonight)"
            rf"(?:\s(?P<part>{_part}))?",
        ),
        # this morning, last night, overnight
        ("part", rf"(?:early\s|late\s|later\s|earlier\s)?(?P<lead>this|last|that)\s(?P<part>{_part})|(?P<over>overnight)"),
        # last week, earlier this year, the end of next month, the weekend
        (
            "relative",
            rf"(?:(?:early|late|earlier|later|mid|sometime)[- ]|(?:the )?(?:end|beginning|start|middle) of )?(?P<lead>{_last})\s(?:fiscal\s|calendar\s|full\s)?"
            rf"(?P<unit>day|week|weekend|month|quarter|year|decade|century)(?:\sor\sso)?",
        ),
        (
            "definite",
            r"(?:earlier in |later in )?the (?:(?P<full>full |entire |whole |latest )?(?:fiscal )?(?P<unit>weekend|quarter|year)|latest (?P<period>period))"
            r"(?!-|\s(?:ago|earlier|later|before|after|when|that|he|she|they|of|to come))",
        ),
        # last summer, the winter of 1994, spring 2024
        (
            "season",
            rf"(?:(?P<lead>{_last}|the)\s)?(?:early\s|late\s)?(?P<season>{SEASON})(?:\s(?:of\s)?(?P<y>{_year})|(?:\s(?:of\s)?(?P<rel>last|this|next)\syear))?",
        ),
        # two days ago, a year earlier, three weeks later, four days after
        (
            "shift",
            rf"{_about}(?:(?P<n>{NUMBER})[\s-](?:and a half )?(?P<unit>{_unit}))(?:\sor\sso)?\s(?P<way>ago|earlier|later|(?:before|after)(?=\s*(?:[,.;]|$))|previously|from now|hence|from today)",
        ),
        (
            "year_ago",
            r"(?:the )?(?:comparable |corresponding |same )?year-(?:ago|earlier)[- ](?:period|quarter|third quarter|second quarter|first quarter|fourth quarter|month|week)|year-(?:ago|earlier)",
        ),
        # the 1988 quarter
        ("year_period", rf"the\s(?P<y>{_year})\s(?:quarter|period)"),
        # the past three months, the next two weeks, the last few days
        (
            "window",
            rf"(?:the\s)?(?P<lead>past|last|next|coming|previous|following|recent|first|final|latest)\s(?:{_about})(?P<n>{NUMBER}(?:\sto\s{NUMBER})?|few|couple of)\s(?P<unit>{_unit})",
        ),
        # three years, a two-year, 24 hours, several weeks
        (
            "duration",
            rf"(?!an?\s\w+s-long){_about}(?:the\s(?!{NUMBER}-{_unit})|another\s|an additional\s)?(?P<n>{NUMBER}(?:\s(?:to|or)\s{NUMBER})?)(?:\s(?:more|full|consecutive|straight|whole|trading|working|business|long|entire|additional|further)\s|[\s-])(?P<unit>{_unit})(?:\sand a half)?(?:-long)?(?!-old|\s(?:old|of age)\b)",
        ),
        ("vague_duration", r"(?P<lead>recent|past|coming|future|the coming|the past|the recent)\s(?P<unit>hours|days|weeks|months|quarters|years|decades|centuries)"),
        ("bare_units", r"(?P<unit>days|weeks|months|decades|centuries|hours|years)(?:\s(?P<way>ago|earlier|later))|(?P<long>day|week|month|year|decade|centurie)s?-long"),
        ("for_units", r"(?<=for )(?P<unit>days|weeks|months|decades|centuries|hours|years|minutes)|(?<=in )(?P<unit2>years|decades|weeks|months)|(?<=over )(?P<unit3>decades|years)"),
        # the first quarter of 2024, third-quarter, this year's third quarter
        (
            "quarter",
            rf"(?:(?P<rel>last|this|next)\syear(?:'s|’s)\s)?(?:the\s(?!\w+-(?:quarter|half)))?(?P<y0>{_year}\s)?(?:fiscal[- ])?(?P<n>first|second|third|fourth|1st|2nd|3rd|4th|(?:last|latter)(?=\shalf))[- ](?P<unit>quarter|half)(?:\s(?:of\s)?(?:fiscal\s)?(?:(?P<y>{_year})|(?P<lead>last|this|next) year|the year))?",
        ),
        # the 1990s, the late '80s, 1990s
        ("decade", r"(?:the\s)?(?:(?:early|late|mid)[- ])?(?P<century>1[5-9]|20)?['’]?(?P<tens>\d0)['’]?s"),
        ("century", r"(?:the\s)?(?P<n>1[0-9]|20|21|[5-9])(?:th|st)[- ]century"),
        # in 1995, fiscal 1989, the year 2000, 1995-96
        ("year", rf"{_early}(?:fiscal\s(?:year\s)?|the year\s|the end of\s|(?:spring|summer|autumn|fall|winter) of\s)?(?:(?P<y>{_year})(?![.,]\d)(?:[-–/](?P<y2>\d\d(?:\d\d)?)(?![-\d]))?|(?P<spelled>{YEAR_WORDS}))"),
        # 8:30 a.m., 10 p.m. EST, 1500 GMT, noon, midnight
        (
            "clock",
            r"(?:around |about )?(?:(?P<h>\d\d?)(?:[:.](?P<min>\d\d))?(?:\s?(?P<half>[ap])\.?m\b\.?(?:\s(?:EST|EDT|CET|PST|PDT|GMT|UTC|local time))?|(?:\so['’]clock)?\sin the (?P<inpart>morning|afternoon|evening))|(?P<h24>[01]\d|2[0-3]):?(?P<min24>[0-5]\d)\s?(?:GMT|UTC|EST|EDT|CET|local time|hours)|(?P<word>noon|midnight))(?:\s(?:on\s)?(?P<deictic>today|yesterday|tomorrow))?",
        ),
        # every day, daily, twice a week, each year
        ("set", rf"(?:(?:once|twice|(?:{_number_word}|\d+) times)\s(?:an?|per|each|every)|every|each|per)\s(?:(?P<n>other|two|three|four|six|few|\d+)\s)?(?P<unit>second|minute|hour|day|week|weekend|month|quarter|year|decade|{_weekday_names}|{SEASON}|morning|night|afternoon|evening|{MONTH})s?"),
        ("adverb_set", r"(?P<word>daily|hourly|weekly|monthly|quarterly|annually|yearly|nightly)"),
        # now, recently, soon
        (
            "reference",
            r"(?P<now>now|currently|at present|at the moment|right now|nowadays|these days|presently|current)|"
            r"(?P<past>(?:more |most )?recently|the past|lately|recent|the recent past)|"
            r"(?P<future>the (?:near |not too distant |foreseeable )?future|in future|future|(?<!as )soon(?! (?:as|after|before)\b)|the coming (?:days|weeks|months|years)|the (?:near|short|long) term)",
        ),
        ("holiday", r"(?:the\s|(?P<lead>last|this|next)\s)?(?P<name>christmas eve|christmas day|christmas|new year's day|new year's eve|new year’s day|new year’s eve|independence day|thanksgiving(?: day)?|valentine's day|halloween|labor day|memorial day|may day)"),
        ("year_end", r"(?:the\s)?year[- ]end|the end of the year"),
    )
)  # fmt: skip


_WORDS: Final = {word: n for n, word in enumerate(_SMALL, 1)} | {word: 10 * n for n, word in enumerate(_TENS, 2)}


def number_of(text: str) -> float | None:
    """The number that NUMBER matched; None where it is vague ("several")."""
    text = text.lower().strip()
    if text in ("a", "an"):
        return 1
    if text in ("a hundred", "a thousand"):
        return 100 if text == "a hundred" else 1000
    if text.startswith("half a") and "dozen" not in text:
        return 0.5
    special = {
        "a couple of": 2,
        "a couple": 2,
        "couple of": 2,
        "a dozen": 12,
        "half a dozen": 6,
        "two dozen": 24,
    }
    if text in special:
        return special[text]
    if text.endswith(" 1/2"):
        return float(text[:-4]) + 0.5
    try:
        value = float(text)
    except ValueError:
        pass
    else:
        return int(value) if value.is_integer() else value
    total = 0
    for word in text.replace("-", " ").split():
        if word in _WORDS:
            total += _WORDS[word]
        elif word == "hundred":
            total = max(total, 1) * 100
        elif word == "thousand":
            total = max(total, 1) * 1000
        else:
            return None
    return total or None


def spelled_year(words: str) -> int:
    """The year that YEAR_WORDS matched: "nineteen ninety-six", "two thousand five"."""
    words = words.replace("oh", "").replace(" and ", " ")
    if words.startswith("two thousand"):
        return 2000 + int(number_of(words[len("two thousand") :]) or 0)
    century, _, rest = re.sub(r"[- ]+", " ", words).partition(" ")
    return 100 * (_WORDS[century]) + int(number_of(rest) or 0)
