"""Verbs of a clause, those by which somebody reports a figure among them, and prepositions."""

from analysis.extraction.lexicon.words import MODALS


def _inflected(stems: str) -> frozenset[str]:
    """The third person and the past of regular verbs, whose stems are often nouns: "report"."""
    return frozenset(
        form
        for stem in stems.split()
        for form in (stem + ("es" if stem.endswith(("ss", "ch")) else "s"), stem.removesuffix("e") + "ed")
    )


PAST_VERBS = frozenset(
    "was were did rose fell grew made sold shrank went came led lost took hit saw bought built spent held kept left "
    "met paid ran sank slid stood told won wrote brought drove cut put set shed began became shot swung sent drew "
    "gave got".split()
)
INFINITIVES = frozenset(
    "be have do earn make come stand reach hit take bring give get keep leave produce sell pay hold account lie "
    "pocket add cut calculate expect reckon show say think put".split()
)
# "The audit counted sales of 5 t": who states it, not whose it is.
REPORTING = _inflected(
    "report state count estimate announce show reckon calculate record note confirm claim believe post name quote "
    "cite mention disclose declare expect book want"
) | frozenset(
    "said say says told tells put puts found finds wrote writes think thinks saw sees calculate expect reckon "
    "show".split()
)
# Forms that are rarely nouns: "costs", "works" and "banks" are left out.
FINITE_VERBS = (
    REPORTING
    | (MODALS - {"to"})
    | INFINITIVES
    | (PAST_VERBS - {"built", "set", "met", "sent", "shot", "won"})
    | _inflected(
        "earn climb gain close end add generate produce turn account amount total exceed pass surpass yield deliver "
        "reach return clear realise realize fetch lower reduce save raise lift increase improve boost double halve "
        "triple decline decrease expand need use consume require measure weigh contain remain stay receive charge "
        "collect owe contribute pocket retain own attract help employ provide envisage"
    )
    | frozenset(
        "is are been has had does makes comes stands hits rises falls grows dropped drops slipped slips jumped jumps "
        "soared surged rallied takes brings gives gets keeps leaves sells pays holds accounting totalled plans aims "
        "hopes seeks intends predicts forecasts saving trimmed shaved slashed widened swelled loses goes draws lies "
        "lay becomes spends invested invests lent lends borrowed banked runs worked buys shipped exported supplied "
        "mined digs refined refines foresees lets meant begun started cuts nets netted".split()
    )
)
PREPOSITIONS = frozenset(
    "of on for in from to at with between by under over into per about among across against than after before since "
    "during without beyond through via within near around along beside unlike like as behind inside outside beneath "
    "below above".split()
)
