"""The small closed classes of words by which texts say where something is."""

from __future__ import annotations


def word_set(listed: str) -> frozenset[str]:
    """The words of a list, apart by blanks."""
    return frozenset(listed.split())


PLACE_LABELS = word_set("GPE LOC FAC")
NO_PLACE_LABELS = word_set("DATE TIME CARDINAL ORDINAL MONEY PERCENT QUANTITY WORK_OF_ART LAW EVENT PRODUCT")

BEFORE_PLACES = word_set(
    "in at near from to outside inside across around throughout within toward towards off via leaving entering visiting"
)
"""Words after which a doubtful name is taken for a place."""

INSIDE = word_set("in near outside inside")
"""Of these, the ones after which even a name that no gazetteer knows is."""

LOCATIVE = word_set("in at near over off outside inside along within across around throughout into through onto above")
"""Prepositions whose object is where something is."""

NEAR = word_set("near outside around off")

ARTICLES = word_set("al el ar as ash ad an at az ed et ul")
"""Arabic articles, with which a name may begin in lower case: "al-Bab"."""

COMPASS = word_set("north south east west northeast northwest southeast southwest")

REGION_WORDS = COMPASS | word_set(
    "northern southern eastern western northeastern northwestern southeastern southwestern central"
)

SETTLED = COMPASS | word_set(
    "city town village province district region suburb outskirts part area capital neighborhood neighbourhood "
    "coast centre center state county port island border valley camp governorate municipality vicinity edge "
    "side heart site middle hub stronghold enclave quarter territory waters countryside frontline front "
    "hilltop highland plain mountain peninsula airspace corner hamlet commune department prefecture oblast "
    "metropolis settlement swath zone township borough"
)
"""Nouns through which `of` leads to the place itself: "in the city of", "on the outskirts of"."""

VAGUE = word_set("part side area centre center state heart middle hub waters edge site front capital coast corner")
"""Of these, the ones whose `of` leads to other names as well."""

NAMING = SETTLED - COMPASS - VAGUE - word_set("department state county")
"""The ones whose `of` leads to a place's name."""

TITLES = word_set("President Mr Mr. Mrs Mrs. Ms Ms. Dr Dr. Sen. Gov. Rep. Gen. Judge Chief King Queen Pope")

REGIONS = word_set("province state region oblast governorate prefecture department krai republic emirate")
"""Nouns behind a name that is a region's and a town's, where the region is meant."""

SITES = word_set(
    "street road avenue highway boulevard drive lane route bridge airport river creek lake mountain valley "
    "island islands bay beach park township square hills peninsula desert pass strait province district "
    "village camp governorate neighborhood neighbourhood suburb town city locality crossing airbase region area "
    "constituency countryside"
)
"""Last words by which a name that no gazetteer knows is still one of a place."""

BEFORE_NAME = REGION_WORDS | word_set(
    "the city town village county state province district of downtown greater upper lower mid metro suburban"
)
"""What a stretch that is said to be a toponym may begin with, beyond the name."""

BEHIND_NAME = word_set(
    "area region city county township town village borough district province state parish metro metropolitan "
    "suburbs valley peninsula coast"
)
"""What it may end with."""
