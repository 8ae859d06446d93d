"""Which sales does the demo firm have with the firms it knows, and which estimates and invoices came of them?"""

from typing import NamedTuple

from .tables import rows

# days ago | firm | basket | stage | estimate and its days | invoices and their days | amount by hand | title
TABLE = """
  2 | telekontor  | office  | NEW                | -            | -          |       | Kaffeeküche im vierten Stock
  3 | rostfrei    | filter  | NEW                | -            | -          |       | Filterkaffee für die Schichtleitung
  4 | kanzleiwolf | small   | NEW                | -            | -          |       | Vollautomat für das Besprechungszimmer
  5 | greenwharf  | bar     | NEW                | -            | -          |       | Espresso bar for studio two
  6 | wienerwald  | rental  | NEW                | -            | -          | 4800  | Miete statt Kauf: Angebot vergleichen
  8 | northgate   | pantry  | NEW                | -            | -          |       | Staff room supplies, summer term
  9 | fahrschule  | small   | NEW                | -            | -          |       | Kleiner Automat für den Theorieraum
 11 | kopenhagen  | beans   | NEW                | -            | -          |       | House blend, monthly delivery
 14 | hafenbank   | water   | NEW                | -            | -          | 25000 | Wasserspender für alle Filialen
 12 | hudson      | office  | PREPARATION        | SENT 6       | -          |       | Coffee stations for the second floor
 16 | buchhandlung| solo    | PREPARATION        | DRAFT 3      | -          |       | Espresso zwischen den Regalen
 18 | uhrwerk     | office  | PREPARATION        | SENT 9       | -          |       | Pausenzone Montagehalle
 20 | muellerbau  | rental  | PREPARATION        | DRAFT 2      | -          |       | Baustellencontainer mit Kaffeeautomat
 22 | iberia      | bar     | PREPARATION        | SENT 15      | -          |       | Two-group machine for the terrace
 25 | sonnenrad   | filter  | PREPARATION        | DRAFT 5      | -          |       | Filterkaffee für die Mitgliederversammlung
 28 | lakeview    | bar     | PREPARATION        | SENT 20      | -          |       | Espresso bar for the robotics lab
 32 | zuerihof    | water   | PREPARATION        | SENT 27      | -          |       | Wasserspender Empfang und Sitzungszimmer
 36 | stadtwerke  | office  | PREPARATION        | -            | -          | 60000 | Ausschreibung Kantinen: Los 2, Heißgetränke
 30 | brandt      | office  | PREPAYMENT_INVOICE | APPROVED 22  | S 14       |       | Neue Kaffeestationen für Halle 1 und 2
 34 | whitfield   | solo    | PREPAYMENT_INVOICE | APPROVED 26  | S 5        |       | Client lounge, Edinburgh office
 39 | alpenblick  | bar     | PREPAYMENT_INVOICE | APPROVED 30  | S 18       |       | Hotelbar: zweigruppige Maschine
 42 | lindqvist   | small   | PREPAYMENT_INVOICE | APPROVED 33  | N 2        |       | Kaffe till kontoret
 45 | klinikum    | water   | PREPAYMENT_INVOICE | -            | N 1        |       | Wasserspender Station 3 bis 7
 50 | atelierlune | solo    | PREPAYMENT_INVOICE | -            | S 8        |       | Coin café de l’atelier
 48 | hansekontor | office  | EXECUTING          | APPROVED 40  | P 31       |       | Vollautomaten für den Standort Hafen
 54 | datenfluss  | office  | EXECUTING          | APPROVED 46  | P 36       |       | Kaffee für den Umzug nach Mitte
 58 | oconnor     | bar     | EXECUTING          | APPROVED 50  | S 7        |       | New machine for the shop in Flour Lane
 63 | grosskueche | rental  | EXECUTING          | APPROVED 55  | S 4        |       | Mietautomaten für zwölf Ausgabestellen
 59 | vogelsang   | filter  | EXECUTING          | -            | -          |       | Kaffee für die Hausmesse im Herbst
 66 | novakova    | event   | EXECUTING          | -            | -          |       | Opening of the Prague showroom
 60 | pixelwerk   | office  | FINAL_INVOICE      | APPROVED 52  | N 1        |       | Agenturküche komplett
 70 | dejong      | water   | FINAL_INVOICE      | APPROVED 61  | S 12       |       | Water dispensers, warehouse Amsterdam
 72 | lufttechnik | repair  | FINAL_INVOICE      | -            | N 3        |       | Instandsetzung zweier Altgeräte
 76 | cafeluise   | bar     | FINAL_INVOICE      | APPROVED 67  | S 16       |       | Duetto für den neuen Tresen
 81 | brightside  | pantry  | FINAL_INVOICE      | -            | S 6        |       | Tea and hot chocolate for five clinics
 75 | brandt      | beans   | WON                | APPROVED 68  | P 60, P 38 |       | Rahmenvertrag Bohnen, zwei Lieferungen
 85 | nordlicht   | event   | WON                | APPROVED 78  | P 70       |       | Kaffee am Set: Küstenkrimi, zehn Drehtage
 88 | schroeder   | small   | WON                | -            | P 74       |       | Automat für die Mandantenecke
 92 | hudson      | training | WON               | APPROVED 84  | P 77       |       | Barista training for the community team
 96 | praxisweiss | water   | WON                | -            | P 83       |       | Wasserspender im Wartezimmer
100 | greenwharf  | event   | WON                | APPROVED 94  | P 86, P 79 |       | Coffee truck for the wrap party
104 | muellerbau  | filter  | WON                | -            | P 92       |       | Filterkaffee für sechs Bauwagen
110 | hansekontor | pantry  | WON                | -            | P 98       | 1500  | Tee und Schokolade, Pauschale fürs Quartal
 43 | schulverein | filter  | LOSE               | DECLAINED 35 | -          |       | Schulfest: Leihgeräte
 57 | gasthofkrone| bar     | LOSE               | DECLAINED 49 | -          |       | Neue Maschine für die Gaststube
 69 | hafenbank   | solo    | LOSE               | DECLAINED 62 | -          |       | Espresso im Private Banking
 90 | stadtwerke  | beans   | LOSE               | -            | -          | 12000 | Bohnen für die Kantinen, Los 1
 65 | klinikum    | rental  | APOLOGY            | DECLAINED 58 | D 44       |       | Mietautomaten für die Notaufnahme
 94 | vogelsang   | repair  | APOLOGY            | -            | D 73       |       | Reparatur, Rechnung strittig
"""

# Papers without a deal: days ago | type | firm | basket | stage | subject
PAPERS_TABLE = """
 4 | estimate | cafeluise   | beans   | DRAFT     | Bohnen für die Wintersaison
10 | estimate | oconnor     | pantry  | SENT      | Oat drink and hot chocolate, six months
17 | estimate | schroeder   | repair  | SENT      | Wartung und Reinigung
40 | estimate | dejong      | filter  | SENT      | Filter coffee for the drivers
71 | estimate | sonnenrad   | office  | DECLAINED | Vollautomaten für die Geschäftsstelle
 6 | invoice  | cafeluise   | repair  | S         | Dichtung getauscht, Mahlwerk eingestellt
13 | invoice  | hudson      | beans   | S         | Beans, monthly delivery
21 | invoice  | pixelwerk   | beans   | P         | Bohnen, monatliche Lieferung
29 | invoice  | praxisweiss | repair  | P         | Anfahrt und Reparatur
35 | invoice  | whitfield   | beans   | P         | Beans, quarterly delivery
51 | invoice  | nordlicht   | pantry  | P         | Teesortiment, Nachbestellung
80 | invoice  | alpenblick  | beans   | P         | Bohnen, Saisonstart
"""


class Sale(NamedTuple):
    """One deal, with its estimate and invoices as "SENT 6" and "P 60, P 38"; ages in working days."""

    age: int
    firm: str
    basket: str
    stage: str
    estimate: str
    invoices: str
    by_hand: str
    title: str


class Paper(NamedTuple):
    """An estimate or invoice that came of no deal."""

    age: int
    type: str
    firm: str
    basket: str
    stage: str
    title: str


SALES = [Sale(int(age), *cells) for age, *cells in rows(TABLE)]
PAPERS = [Paper(int(age), *cells) for age, *cells in rows(PAPERS_TABLE)]
