"""A small gazetteer: countries, the provinces of China, and places inside them that the references mention."""

from analysis.core.lazy_regex import lazy_regex

_PROVINCES = """
Anhui, Beijing, Chongqing, Fujian, Gansu, Guangdong, Guangxi, Guizhou, Hainan, Hebei, Heilongjiang, Henan, Hong Kong,
Hubei, Hunan, Inner Mongolia, Jiangsu, Jiangxi, Jilin, Liaoning, Macau, Ningxia, Qinghai, Shaanxi, Shandong, Shanghai,
Shanxi, Sichuan, Tianjin, Tibet, Xinjiang, Yunnan, Zhejiang
"""
_IN_JIANGXI = "Guixi, Yingtan, Shangrao, Nanchang, Ganzhou, Jiujiang, Jiangxi Copper"  # not Fuzhou: Fujian has one too
_COUNTRIES = """
Australia, Brazil, Canada, Chile, China, Congo, Germany, India, Indonesia, Japan, Kazakhstan, Mexico, Peru, Poland,
Russia, South Korea, United States, Vietnam, Zambia
"""
_INSIDE = {
    place.strip(): outer
    for outer, places in (("China", _PROVINCES), ("Jiangxi", _IN_JIANGXI), ("world", _COUNTRIES))
    for place in places.split(",")
}
REGIONS = frozenset({*_INSIDE, "world"})
_NAMES = lazy_regex(rf"\b(?:{'|'.join(sorted(_INSIDE, key=len, reverse=True))})\b")


def inside(region: str, outer: str) -> bool:
    """Whether a region lies inside another, at any depth; a region is not inside itself.

    >>> inside("Guixi", "China"), inside("China", "Jiangxi"), inside("China", "China")
    (True, False, False)
    """
    while region in _INSIDE:
        region = _INSIDE[region]
        if region == outer:
            return True
    return False


def is_local(region: str) -> bool:
    """Whether a region is smaller than a province: a town, a firm or a plant.

    >>> is_local("Guixi"), is_local("Copper of Nowhere"), is_local("Jiangxi"), is_local("world")
    (True, True, False, False)
    """
    return region != "" and (region not in REGIONS or inside(_INSIDE.get(region, ""), "China"))


def named_in(text: str) -> list[str]:
    """Return the regions that a text names, in order, without duplicates.

    >>> named_in("Smelters in Hunan, China, and Hunan again")
    ['Hunan', 'China']
    """
    return list(dict.fromkeys(_NAMES.findall(text)))
