"""A probability in words and in percent."""

# The words of the Intergovernmental Panel on Climate Change for a probability, narrowest first.
_LIKELIHOODS = (
    ("exceptionally unlikely", 0.0, 0.01),
    ("virtually certain", 0.99, 1.0),
    ("extremely unlikely", 0.0, 0.05),
    ("extremely likely", 0.95, 1.0),
    ("very unlikely", 0.0, 0.10),
    ("very likely", 0.90, 1.0),
    ("unlikely", 0.0, 0.33),
    ("about as likely as not", 0.33, 0.66),
    ("likely", 0.66, 1.0),
)


def likelihood_word(probability: float) -> str:
    """Return a probability in the words of the IPCC, without its number.

    >>> likelihood_word(0.13), likelihood_word(1.0)
    ('unlikely', 'certain under these assumptions')
    """
    if probability in (0.0, 1.0):
        return f"{'certain' if probability else 'impossible'} under these assumptions"
    return next(words for words, least, most in _LIKELIHOODS if least <= probability <= most)


def percent_span(low: float, high: float) -> str:
    """Return a range of probabilities in whole percent, or the one percentage that both ends round to.

    >>> percent_span(0.012, 0.41), percent_span(0.471, 0.473)
    ('1 to 41 %', '47 %')
    """
    first, last = percent_text(low), percent_text(high)
    return f"{first} %" if first == last else f"{first} to {last} %"


def chance_number(mean: float) -> str:
    """Return a chance as the one number of a card.

    >>> chance_number(0.134), chance_number(1e-6), chance_number(0.0), chance_number(1.0)
    ('about 13 % chance', 'less than 0.1 % chance', 'no chance', 'certain')
    """
    if mean in (0.0, 1.0):
        return "certain" if mean else "no chance"
    percent = percent_text(mean)
    return f"{'' if ' than ' in percent else 'about '}{percent} % chance"


def percent_text(probability: float) -> str:
    """Return a probability in whole percent, below 1 % to one digit, without the sign.

    >>> percent_text(0.146), percent_text(0.0042), percent_text(1e-9), percent_text(0.99999)
    ('15', '0.4', 'less than 0.1', 'more than 99.9')
    """
    percent = 100 * probability
    if 0 < percent < 0.1:
        return "less than 0.1"
    if 99.9 < percent < 100:
        return "more than 99.9"
    return f"{percent:.0f}" if percent >= 0.95 else f"{percent:.1g}"


def event_meaning(meaning: str) -> str:
    """Return what the mean of a chance over the draws is, from what the chance is for one set of inputs.

    >>> event_meaning("probability of the target, if all inputs are exactly as stated")
    'probability of the target, over all that is uncertain'
    """
    return f"{meaning.partition(',')[0]}, over all that is uncertain"
