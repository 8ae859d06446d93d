"""Which firms does the demo firm know? All invented, with mail addresses that cannot exist (.example)."""

from typing import NamedTuple

from .tables import rows

# key and domain | name | country | postal code | city | street | industry | employees | owner | days known
TABLE = """
brandt      | Brandt & Söhne Werkzeugmaschinenbau GmbH | DE | 33602 | Bielefeld | Industriestraße 4 | MANUFACTURING | 3 | a | 122
hansekontor | Hansekontor Logistik AG            | DE | 20457 | Hamburg   | Am Sandtorkai 910     | DELIVERY      | 4 | a | 121
nordlicht   | Nordlicht Medien GmbH              | DE | 24103 | Kiel      | Lichtgasse 7          | ENTERTAINMENT | 1 | b | 120
alpenblick  | Alpenblick Hotelgesellschaft mbH   | AT | 6020  | Innsbruck | Bergstraße 81         | OTHER         | 2 | b | 120
uhrwerk     | Uhrwerk Präzision AG               | CH | 2502  | Biel/Bienne | Zeigerweg 12        | MANUFACTURING | 2 | a | 119
greenwharf  | Greenwharf Studios Ltd             | GB | E14 9ZZ | London  | 18 Lantern Quay       | ENTERTAINMENT | 1 | a | 118
oconnor     | O’Connor & Daughters Bakery        | IE | D02 X000 | Dublin | 3 Flour Lane          | OTHER         | 1 | a | 118
muellerbau  | Müller Bau GmbH & Co. KG           | DE | 45127 | Essen     | Kranweg 22            | MANUFACTURING | 2 | c | 117
schroeder   | Steuerkanzlei Schröder Partnerschaft mbB | DE | 50667 | Köln | Bilanzplatz 1        | FINANCE       | 1 | b | 116
praxisweiss | Gemeinschaftspraxis Dr. Weiß       | DE | 80331 | München   | Lindenhof 3           | OTHER         | 1 | c | 115
hudson      | Hudson Bridge Coworking LLC        | US | 10001 | New York  | 555 Sample Avenue     | CONSULTING    | 2 | a | 114
sonnenrad   | Sonnenrad Energie eG               | DE | 79098 | Freiburg  | Windgasse 15          | OTHER         | 1 | b | 113
zuerihof    | Zürihof Treuhand AG                | CH | 8001  | Zürich    | Am Beispielplatz 5    | FINANCE       | 1 | b | 112
cafeluise   | Café Luise, Inh. Luise Krämer      | DE | 10115 | Berlin    | Kastanienhof 9        | OTHER         | 1 | a | 110
stadtwerke  | Stadtwerke Musterstadt             | DE | 60311 | Frankfurt am Main | Versorgerallee 100 | GOVERNMENT | 4 | c | 109
atelierlune | Atelier Lune SARL                  | FR | 75003 | Paris     | 12 rue de l’Exemple   | ENTERTAINMENT | 1 | a | 107
dejong      | De Jong & Zonen B.V.               | NL | 1012 ZZ | Amsterdam | Voorbeeldgracht 44  | DELIVERY      | 2 | b | 106
lindqvist   | Lindqvist Arkitekter AB            | SE | 111 00 | Stockholm | Exempelgatan 8       | CONSULTING    | 1 | a | 104
klinikum    | Klinikum am Rosengarten gGmbH      | DE | 68161 | Mannheim  | Rosenallee 30         | NOTPROFIT     | 4 | c | 103
datenfluss  | Datenfluss Systemhaus GmbH         | DE | 10117 | Berlin    | Knotenstraße 2        | IT            | 2 | b | 101
whitfield   | Whitfield & Crane Solicitors LLP   | GB | EH1 9ZZ | Edinburgh | 27 Thistle Row      | CONSULTING    | 2 | b | 99
grosskueche | Großküche Reißmann GmbH            | DE | 04109 | Leipzig   | Am Kesselhaus 6       | OTHER         | 2 | c | 97
pixelwerk   | Pixelwerk Agentur für digitale Markenführung und Kommunikation GmbH | DE | 20359 | Hamburg | Reeperweg 77 | IT | 1 | a | 95
novakova    | Nováková Interiéry s.r.o.          | CZ | 110 00 | Praha    | Příkladná 14          | CONSULTING    | 1 | b | 93
hafenbank   | Hafenbank eG                       | DE | 20095 | Hamburg   | Ankerplatz 1          | BANKING       | 3 | a | 90
schulverein | Schulverein Löwenzahn e. V.        | DE | 99084 | Erfurt    | Pusteblumenweg 5      | NOTPROFIT     | 1 | c | 88
brightside  | Brightside Clinics Ltd             | GB | M1 9ZZ | Manchester | 140 Portland Mews   | OTHER         | 2 | c | 86
vogelsang   | Vogelsang Möbelmanufaktur KG       | DE | 32756 | Detmold   | Tischlergasse 11      | MANUFACTURING | 2 | b | 97
lakeview    | Lakeview Robotics Inc              | US | 94000 | Palo Alto | 555 Placeholder Drive | MANUFACTURING | 3 | a | 80
gasthofkrone| Gasthof Krone, Familie Österreicher | DE | 87629 | Füssen   | Seeweg 2              | OTHER         | 1 | c | 77
iberia      | Café del Puerto S.L.               | ES | 46000 | València  | Calle del Ejemplo 21  | OTHER         | 1 | a | 74
lufttechnik | Rhein-Ruhr Lufttechnik GmbH        | DE | 47051 | Duisburg  | Gebläsestraße 40      | MANUFACTURING | 2 | b | 79
buchhandlung| Buchhandlung Seitenweise OHG       | DE | 53111 | Bonn      | Leseplatz 4           | OTHER         | 1 | b | 66
northgate   | Northgate Academy Trust            | GB | N1 9ZZ | London   | 9 Chalk Street        | GOVERNMENT    | 3 | b | 62
kopenhagen  | Smørrebrød & Søn ApS               | DK | 1050  | København | Eksempelvej 33        | OTHER         | 1 | a | 55
fahrschule  | Fahrschule Kurvenreich             | DE | 70173 | Stuttgart | Schaltweg 5           | OTHER         | 1 | c | 48
kanzleiwolf | Wolf Özdemir Rechtsanwälte         | DE | 60313 | Frankfurt am Main | Paragraphenhof 8 | CONSULTING | 1 | a | 40
wienerwald  | Wienerwald Software GmbH           | AT | 1010  | Wien      | Schleifengasse 16     | IT            | 1 | b | 33
telekontor  | Telekontor Nord GmbH               | DE | 28195 | Bremen    | Rufgasse 19           | TELECOM       | 2 | a | 24
rostfrei    | Rostfrei Metallveredelung GmbH     | DE | 58095 | Hagen     | Glanzweg 3            | MANUFACTURING | 2 | b | 12
"""

GERMAN = {"DE", "AT", "CH"}
EUROPEAN_UNION = {"DE", "AT", "IE", "FR", "NL", "SE", "CZ", "ES", "DK", "FI", "HU"}
CURRENCIES = {"CH": "CHF", "US": "USD", "GB": "GBP"}


class Firm(NamedTuple):
    """One firm as the demo firm knows it; `age` in working days."""

    key: str
    name: str
    country: str
    postal_code: str
    city: str
    street: str
    industry: str
    employees: str
    owner: str
    age: int

    @property
    def speaks_german(self) -> bool:
        """In which language one writes to them."""
        return self.country in GERMAN

    @property
    def domain(self) -> str:
        """Where their mail addresses and website would be, if .example could exist."""
        return f"{self.key}.example"


FIRMS = [Firm(*cells[:-1], int(cells[-1])) for cells in rows(TABLE)]  # type: ignore[arg-type,call-arg]
