"""What does the demo firm sell? Coffee machines, coffee, and the work that goes with them it takes."""

from decimal import Decimal
from typing import NamedTuple

from .tables import rows

MACHINES, COFFEE, SERVICE, ACCESSORIES = "Kaffeemaschinen", "Coffee & tea", "Service", "Zubehör"
SECTIONS = {"M": MACHINES, "C": COFFEE, "S": SERVICE, "Z": ACCESSORIES}
PIECE, METRE, LITRE, KILOGRAM = 796, 6, 112, 166
UNITS = {"pc": PIECE, "m": METRE, "l": LITRE, "kg": KILOGRAM}
GOODS, WORK = 1, 7  # kinds of products

# code | name | price | unit | VAT | is the price net or gross
TABLE = """
M-100 | Kaffeevollautomat Hafenblick S                       | 1890.00 | pc | 19 | net
M-120 | Kaffeevollautomat Hafenblick L                       | 4290.00 | pc | 19 | net
M-200 | Espresso machine Duetto, two groups                  | 7450.00 | pc | 19 | net
M-210 | Espresso machine Solo, one group                     | 3980.00 | pc | 19 | net
M-300 | Grinder Volt 65                                      |  890.00 | pc | 19 | net
M-310 | Filterkaffeemaschine Kontor, 2 × 1,8 l               |  649.00 | pc | 19 | gross
M-400 | Water dispenser Brunnen, table-top                   | 1290.00 | pc | 19 | net
C-100 | Espresso-Röstung „Speicherstadt“, ganze Bohne        |   18.90 | kg |  7 | gross
C-110 | House blend “Morning Tide”, whole bean               |   16.50 | kg |  7 | gross
C-120 | Entkoffeiniert „Nachtschicht“, gemahlen              |   19.80 | kg |  7 | gross
C-130 | Single origin Huehuetenango, whole bean              |   27.40 | kg |  7 | gross
C-200 | Tee-Sortiment, 12 Sorten zu 25 Beuteln               |   64.20 | pc |  7 | gross
C-210 | Trinkschokolade, 60 % Kakao                          |   14.90 | kg |  7 | gross
C-220 | Oat drink Barista                                    |    1.99 | l  | 19 | gross
S-100 | Aufstellung und Einweisung vor Ort                   |  280.00 | pc | 19 | net
S-110 | Barista training, half a day                         |  640.00 | pc | 19 | net
S-120 | Wartungsvertrag, 12 Monate                           |  540.00 | pc | 19 | net
S-130 | Full-service contract, 12 months                     | 1188.00 | pc | 19 | net
S-140 | Reparatur nach Aufwand, Arbeitsstunde                |   96.00 | pc | 19 | net
S-150 | Miete Vollautomat, monatlich                         |  119.00 | pc | 19 | net
S-160 | Water analysis and filter set-up                     |  145.00 | pc | 19 | net
Z-100 | Wasserfilter-Kartusche                               |   32.90 | pc | 19 | net
Z-110 | Cleaning tablets, box of 100                         |   24.50 | pc | 19 | net
Z-120 | Tassen „Segue“, Porzellan, 6er-Set                   |   39.00 | pc | 19 | gross
Z-130 | To-go cups 0.3 l, 1000 pieces                        |   94.00 | pc | 19 | net
Z-140 | Milchkühler 5 l                                      |  385.00 | pc | 19 | net
Z-150 | Wasserleitung, flexibel                              |    6.40 | m  | 19 | net
"""

# What is bought together: basket | code × how many, from–to
BASKETS_TABLE = """
office   | M-120 × 1–3   | S-100 × 1–1  | C-100 × 12–36  | S-130 × 1–3 | Z-120 × 4–10
small    | M-100 × 1–1   | S-100 × 1–1  | C-110 × 5–10   | Z-110 × 1–2
bar      | M-200 × 1–1   | M-300 × 1–2  | Z-140 × 1–1    | S-110 × 1–2 | Z-150 × 3–9   | S-160 × 1–1
solo     | M-210 × 1–1   | M-300 × 1–1  | S-110 × 1–1    | C-130 × 6–18
beans    | C-100 × 20–80 | C-110 × 10–40 | C-120 × 4–10
pantry   | C-110 × 8–24  | C-200 × 2–6  | C-210 × 3–8    | C-220 × 24–96
event    | S-150 × 1–3   | C-130 × 10–25 | Z-130 × 2–6   | S-110 × 1–1
rental   | S-150 × 12–36 | S-120 × 1–3  | Z-100 × 2–8
water    | M-400 × 2–8   | S-160 × 1–2  | Z-100 × 4–16   | Z-150 × 5–25
repair   | S-140 × 2–9   | Z-100 × 1–2  | Z-110 × 1–3
filter   | M-310 × 2–6   | C-110 × 12–30 | Z-120 × 2–8
training | S-110 × 2–4
"""


class Sold(NamedTuple):
    """One product of the catalogue."""

    code: str
    name: str
    price: Decimal
    unit: int
    vat: int
    tax_included: bool

    @property
    def section(self) -> str:
        """The part of the catalogue, by the letter of the code."""
        return SECTIONS[self.code[0]]

    @property
    def kind(self) -> int:
        """Goods, or work."""
        return WORK if self.section == SERVICE else GOODS


def _baskets() -> dict[str, list[tuple[str, int, int]]]:
    found = {}
    for name, *cells in rows(BASKETS_TABLE):
        parts = [cell.split(" × ") for cell in cells]
        found[name] = [(code, *(int(each) for each in span.split("–"))) for code, span in parts]
    return found  # type: ignore[return-value]  # every span has two ends


PRODUCTS = [
    Sold(code, name, Decimal(price), UNITS[unit], int(vat), basis == "gross")
    for code, name, price, unit, vat, basis in rows(TABLE)
]
BASKETS = _baskets()
