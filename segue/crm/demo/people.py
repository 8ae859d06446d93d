"""Whom does the demo firm know at those firms? All invented."""

from typing import NamedTuple

from .tables import rows

# firm | Mr or Ms | first name | last name | position
TABLE = """
brandt      | f | Ingrid       | Brandt            | Geschäftsführerin
brandt      | m | Jürgen       | Großmann          | Leiter Einkauf
brandt      | f | Sevgi        | Yıldız            | Betriebsrätin
hansekontor | m | Hinnerk      | Petersen          | Leiter Zentrale Dienste
hansekontor | f | Frauke       | Ahlers            | Assistenz der Geschäftsleitung
hansekontor | m | Emeka        | Okonkwo           | Standortleiter Hafen
nordlicht   | f | Svenja       | Thomsen           | Produktionsleiterin
nordlicht   | m | Bjarne       | Lüders            | Kameramann
alpenblick  | m | Sebastian    | Gruber            | Hoteldirektor
alpenblick  | f | Elfriede     | Hölzl             | F&B-Leitung
uhrwerk     | m | Urs          | Aeschbacher       | Leiter Betrieb
uhrwerk     | f | Noémie       | Favre             | Ressources humaines
greenwharf  | f | Imogen       | Hartley-Smythe    | Studio Manager
greenwharf  | m | Tariq        | Mahmood           | Head of Operations
oconnor     | f | Siobhán      | O’Connor          | Owner
oconnor     | f | Niamh        | O’Connor          | Shop Manager
muellerbau  | m | Karl-Heinz   | Müller            | Geschäftsführer
muellerbau  | f | Petra        | Kowalski          | Bauleitung
schroeder   | f | Annegret     | Schröder          | Steuerberaterin
schroeder   | m | Jannik       | Schröder          | Kanzleimanager
praxisweiss | f | Katharina    | Weiß              | Ärztin
praxisweiss | f | Gül          | Demir             | Praxismanagerin
hudson      | m | Marcus       | Delgado           | Community Director
hudson      | f | Ashley       | Nguyen            | Facilities Lead
sonnenrad   | m | Lorenz       | Fröhlich          | Vorstand
sonnenrad   | f | Mareike      | Böhm              | Büroleitung
zuerihof    | m | Reto         | Bänziger          | Partner
zuerihof    | f | Chiara       | Bernasconi        | Office Management
cafeluise   | f | Luise        | Krämer            | Inhaberin
stadtwerke  | m | Ottokar      | Freiherr von Lichtenfels-Wartenberg | Kaufmännischer Direktor
stadtwerke  | f | Heike        | Jansen            | Vergabestelle
stadtwerke  | m | Detlef       | Kühn              | Kantinenleiter
atelierlune | f | Anaïs        | Lefèvre           | Gérante
dejong      | m | Pieter       | de Jong           | Directeur
dejong      | f | Sanne        | van den Heuvel    | Inkoop
lindqvist   | f | Åsa          | Lindqvist         | Partner
lindqvist   | m | Göran        | Sjöberg           | Kontorschef
klinikum    | f | Ursula       | Pfeiffer          | Wirtschaftsdienste
klinikum    | m | Rafael       | dos Santos        | Küchenleiter
klinikum    | f | Dorothea     | Müller-Lüdenscheidt | Personalrat
datenfluss  | m | Timo         | Schäfer           | CTO
datenfluss  | f | Linh         | Trần              | Office Managerin
datenfluss  | m | Oleksandr    | Kovalenko         | Teamleiter Support
whitfield   | m | Alistair     | Crane             | Managing Partner
whitfield   | f | Fiona        | MacLeod           | Practice Manager
grosskueche | m | Holger       | Reißmann          | Geschäftsführer
grosskueche | f | Żaneta       | Wójcik            | Disposition
pixelwerk   | f | Charlotte    | Böttcher          | Geschäftsführerin
pixelwerk   | m | Finn         | Jørgensen         | Art Director
novakova    | f | Tereza       | Nováková          | jednatelka
novakova    | m | Ondřej       | Dvořák            | Projekty
hafenbank   | m | Matthias     | Tiedemann         | Filialorganisation
hafenbank   | f | Wiebke       | Claasen           | Einkauf
schulverein | f | Rosemarie    | Löffler           | Vorsitzende
brightside  | f | Priya        | Raghunathan       | Clinic Director
brightside  | m | Owen         | Bevan             | Procurement
vogelsang   | m | Friedrich    | Vogelsang         | Inhaber
vogelsang   | f | Antje        | Südhoff           | Buchhaltung
lakeview    | f | Grace        | Kim               | Workplace Experience
lakeview    | m | Rajesh       | Subramaniam       | VP Operations
gasthofkrone| m | Alois        | Österreicher      | Wirt
iberia      | m | Íñigo        | Peña Echevarría   | Propietario
lufttechnik | m | Sören        | Wüstenhagen       | Vertriebsleiter
lufttechnik | f | Magdalena    | Grün              | Sekretariat
buchhandlung| f | Hannelore    | Bergmann          | Gesellschafterin
buchhandlung| m | Yannick      | Dubois            | Veranstaltungen
northgate   | f | Beatrice     | Adeyemi           | Business Manager
northgate   | m | Gareth       | Llewellyn         | Site Manager
kopenhagen  | f | Kirsten      | Højgaard          | Indehaver
kopenhagen  | m | Søren        | Bæk               | Køkkenchef
fahrschule  | m | Rüdiger      | Kurz              | Inhaber
kanzleiwolf | f | Aylin        | Özdemir           | Rechtsanwältin
kanzleiwolf | m | Konstantin   | Wolf              | Rechtsanwalt
wienerwald  | f | Valerie      | Strnad            | Geschäftsführerin
telekontor  | m | Ole          | Büsing            | Facility Management
telekontor  | f | Nadine       | Meyer             | Einkauf
rostfrei    | m | Dimitrios    | Papadopoulos      | Werksleiter
rostfrei    | f | Gabriele     | Stöcker           | Kantine
"""


class Person(NamedTuple):
    """One person at a firm; `salutation` is m or f."""

    firm: str
    salutation: str
    first_name: str
    last_name: str
    position: str


PEOPLE = [Person(*cells) for cells in rows(TABLE)]
