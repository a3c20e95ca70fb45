"""Whether a font with Chinese characters is installed, and the placeholder to write where there is none."""

import shutil
import subprocess
import sys

from analysis.core.lazy_regex import lazy_regex

HAN = lazy_regex("[\u2e80-\u2fdf\u3001-\u303f\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff00-\uffef]+")
PLACEHOLDER = "[Chinese]"
# Fonts with Chinese characters, the better ones first: of Linux, macOS and Windows.
FONTS = (
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "Hiragino Sans GB",
    "Microsoft YaHei", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Droid Sans Fallback", "Heiti SC", "SimHei",
    "Noto Sans CJK JP", "AR PL UMing CN", "Arial Unicode MS", "SimSun",
)  # fmt: skip
NOTE = f"No font for Chinese characters is installed; {PLACEHOLDER} is written instead."


def without_han(text: str) -> str:
    """Return a text with a placeholder for each stretch of Chinese characters."""
    return HAN.sub(PLACEHOLDER, text)


def browser_has_han() -> bool:
    """Return whether browsers here have a font for Chinese characters, according to the system's font list."""
    if sys.platform in ("win32", "darwin"):
        return True
    lister = shutil.which("fc-list")
    if lister is None:
        return False
    listed = subprocess.run([lister, ":lang=zh", "family"], capture_output=True, text=True, check=False)
    return bool(listed.stdout.strip())
