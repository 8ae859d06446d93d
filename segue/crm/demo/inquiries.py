"""Who has asked the demo firm for something, and what came of it?

Some of them are known already, by the same e-mail address: those show how existing records are offered.
"""

from typing import NamedTuple

from .tables import rows

# A fate is the stage the lead is in, or what was made of it and the stage the deal is in since.
# days ago | owner | fate | source | person | firm | domain | country and city | basket or amount | title
TABLE = """
 1 | a | NEW        | WEBFORM | f Marie Leitner      | Leitner Zahntechnik GmbH | leitner-zahntechnik | DE Jena | small | Kaffeemaschine für das Labor
 1 | b | NEW        | CALL    | m Thorben Hansen     | Reederei Hansen KG  | reederei-hansen | DE Flensburg | office | Zwei Vollautomaten für die Verwaltung
 1 | a | NEW        | WEB     | f Chloe Bennett      |                     | post        | GB London  | 1200   | Coffee for my wedding, 120 guests
 2 | c | NEW        | EMAIL   | m Gerd Allmendinger  | Allmendinger Orgelbau | allmendinger | DE Ulm   | small  | Anfrage Wartung Altgerät
 2 | a | NEW        | EMAIL   | f Ingrid Brandt      | Brandt & Söhne Werkzeugmaschinenbau GmbH | brandt | DE Bielefeld | office | Noch eine Station für Halle 3
 2 | b | NEW        | WEBFORM | m Timo Schäfer       | Datenfluss Systemhaus | datenfluss | DE Berlin | water | Wasserspender für das neue Stockwerk
 3 | a | NEW        | WEBFORM | m Alois Österreicher | Gasthof Krone       | gasthofkrone | DE Füssen | beans  | Bohnen in Kommission?
 3 | b | NEW        | TRADE_SHOW | f Eva Zimmermann  | Zimmermann Optik    | zimmermann-optik | DE Trier | solo | Messe: Espresso im Wartebereich
 4 | a | NEW        | WEBFORM | f Grace Kim          | Lakeview Robotics   | lakeview    | US Palo Alto | bar  | Second espresso bar, building B
 5 | c | NEW        | CALL    | m Ibrahim Sahin      | Sahin Umzüge        | sahin-umzuege | DE Mainz | rental | Mietgerät für sechs Monate
 6 | a | NEW        | ADVERTISING | f Lucy Ferreira  | Ferreira Physio     | ferreira-physio | IE Cork | small | Small machine for a waiting room
 7 | b | NEW        | RECOMMENDATION | m Walter Öhler | Öhler Landtechnik  | oehler      | AT Linz     | filter | Filterkaffee für die Werkstatt
 8 | a | NEW        | WEB     | m Nils Åkesson       |                     | akesson     | SE Malmö    | 900    | Price list, please
 9 | b | NEW        | WEBFORM | m Reto Bänziger      | Zürihof Treuhand AG | zuerihof    | CH Zürich   | pantry | Tee und Schokolade für Sitzungszimmer
 3 | b | IN_PROCESS | CALL    | f Doris Achterberg   | Achterberg Pflegedienste gGmbH | achterberg | DE Goslar | office | Pausenräume in vier Häusern
 5 | a | IN_PROCESS | WEBFORM | m Stuart Pemberton   | Pemberton Cycles    | pemberton   | GB Leeds    | solo   | Espresso corner in the bike shop
 7 | a | IN_PROCESS | EMAIL   | f Imogen Hartley-Smythe | Greenwharf Studios | greenwharf | GB London  | event  | Coffee for a three-day shoot
 9 | c | IN_PROCESS | WEB     | m Leon Faßbender     | Faßbender & Ritter Architekten | fassbender | DE Aachen | office | Umzug im Frühjahr: neue Kaffeeküche
11 | b | IN_PROCESS | PARTNER | f Silke Meinhardt    | Meinhardt Catering  | meinhardt   | DE Dresden  | event  | Partnerschaft bei Veranstaltungen
13 | a | IN_PROCESS | TRADE_SHOW | m Julien Marchand | Marchand et Fils    | marchand    | FR Lyon     | bar    | Machine à deux groupes pour la brasserie
14 | b | IN_PROCESS | WEBFORM | m Arne Stürmer       | Stürmer Segel       | stuermer    | DE Rostock  | small  | Kaffee im Segelloft
16 | a | IN_PROCESS | CALLBACK | f Hannah Goldberg   | Goldberg Fine Books | goldberg    | US Boston   | filter | Reading room coffee
18 | c | IN_PROCESS | CALL    | f Renate Fuchs       | Tierklinik Fuchs    | tierklinik-fuchs | DE Kassel | water | Wasserspender, zwei Wartezimmer
21 | b | IN_PROCESS | RC_GENERATOR | m Jürgen Großmann | Brandt & Söhne    | brandt      | DE Bielefeld | beans | Jahresbedarf Bohnen neu verhandeln
24 | a | IN_PROCESS | STORE   | f Milena Petrović    | Petrović Yoga       | petrovic    | AT Graz     | pantry | Teesortiment ohne Plastik
27 | a | IN_PROCESS | WEBFORM | m Declan Byrne       | Byrne & Co Auctioneers | byrne    | IE Galway   | rental | Rental machine for auction days
33 | c | IN_PROCESS | EMAIL   | f Beate Würth        | Kita Sonnenschein   | kita-sonnenschein | DE Halle | filter | Kaffeemaschine fürs Elterncafé
 6 | b | PROCESSED  | WEB     | f Anneliese Roth     | Roth Metallbau GmbH | roth-metallbau | DE Siegen | office | Ersatz für drei alte Automaten
10 | a | PROCESSED  | CALL    | m Rory Campbell      | Campbell Distillers | campbell    | GB Inverness | bar   | Tasting room espresso bar
15 | a | PROCESSED  | RECOMMENDATION | f Sophie Hagemann | Hagemann Versicherungsmakler | hagemann | DE Münster | small | Empfehlung von Hansekontor
19 | b | PROCESSED  | WEBFORM | m Vladimír Horák     | Horák Sklo s.r.o.   | horak       | CZ Brno     | solo   | Espresso for the glass showroom
22 | c | PROCESSED  | TRADE_SHOW | f Birgit Nagel    | Nagel Verlag        | nagel-verlag | DE Göttingen | pantry | Messekontakt Buchmesse, Stand 4.1
26 | a | PROCESSED  | EMAIL   | m Tom van Leeuwen    | Van Leeuwen Bloemen | vanleeuwen  | NL Aalsmeer | water  | Water dispensers for the auction hall
29 | b | PROCESSED  | CALL    | f Jasmin Brückner    | Fitnesswerk Brückner | fitnesswerk | DE Chemnitz | bar   | Theke im Fitnessstudio
35 | a | PROCESSED  | OTHER   |                      | Genossenschaft Obstland | obstland | DE Werder  | filter | Hofladen: Filterkaffee am Wochenende
41 | a | PROCESSED  | WEBFORM | f Ngozi Eze          | Eze Consulting      | eze         | GB Bristol  | office | {long}
12 | a | JUNK       | WEBFORM | - SEO Expert         | Rank Booster        | rankbooster | US Austin   | -      | Your website on page one!!!
20 | b | JUNK       | CALL    | m Kai Uwe            |                     |             | DE Berlin   | -      | Hat sich verwählt
28 | c | JUNK       | EMAIL   | f Test Test          | Test                | test        | DE Musterstadt | -   | test
37 | a | JUNK       | WEBFORM | m Harald Klein       |                     | post        | DE Celle    | 80     | Einzelne Tasse nachkaufen
45 | b | JUNK       | WEB     | f Olga Ivanova       | Ivanova Trading     | ivanova     | GB Hull     | beans  | 40 tons of green coffee
52 | c | JUNK       | CALL    | m Bodo Schmitz       | Kiosk Schmitz       | kiosk-schmitz | DE Neuss  | beans  | Kein Bedarf mehr
61 | a | JUNK       | ADVERTISING | f Amy Winters    |                     | post        | US Denver   | 300    | Delivery outside Europe
73 | b | JUNK       | EMAIL   | m Uwe Rabe           | Rabe Reisen         | rabe-reisen | DE Suhl     | rental | Insolvenz des Interessenten
17 | a | deal-contact-company PREPARATION | WEBFORM | f Helena Grünwald | Grünwald Kosmetik GmbH | gruenwald | DE Baden-Baden | office | Kaffeelounge für Kundinnen
23 | b | deal-contact-company EXECUTING   | TRADE_SHOW | m Andreas Knörr | Knörr Maschinenteile AG | knoerr | DE Suhl | bar | Kantine im Neubau
38 | a | deal-contact-company WON         | WEB     | f Rebecca Thornton | Thornton Travel Ltd | thornton | GB York | solo | Espresso for the travel lounge
44 | c | deal-contact-company LOSE        | CALL    | m Peter Sühring | Sühring Elektro | suehring | DE Stade | water | Wasserspender für die Ausstellung
31 | b | deal-contact NEW                 | WEBFORM | f Franziska Mönch  |                  | post   | DE Bamberg | small | Vollautomat fürs Homeoffice
49 | a | deal-contact WON                 | EMAIL   | m Elliot Graves    |                  | post   | GB Bath  | training | Barista course as a gift
56 | b | deal-company PREPAYMENT_INVOICE  | PARTNER |                    | Volksbad Eichenhain | volksbad | DE Gera | rental | Automat für die Badegäste
64 | a | deal FINAL_INVOICE               | CALL    | f Karin Ahrendt    | Ahrendt Immobilien | ahrendt | DE Lüneburg | event | Kaffee zum Richtfest
25 | c | contact-company -                | TRADE_SHOW | f Yvonne Käfer  | Käfer Raumausstattung | kaefer | DE Worms | - | Visitenkarte von der Messe
47 | a | contact-company -                | RECOMMENDATION | m Oscar Lindholm | Lindholm Design Oy | lindholm | FI Turku | - | Introduced by Åsa Lindqvist
34 | b | contact -                        | CALL    | m Wolfgang Preuß   |                  | post   | DE Speyer  | - | Möchte in den Verteiler
58 | a | contact -                        | EMAIL   | f Júlia Szabó      |                  | szabo  | HU Győr    | - | Freelance barista trainer
67 | b | company -                        | OTHER   |                    | Rösterei Kiebitz | kiebitz | DE Husum  | - | Möglicher Lieferant für Rohkaffee
"""

LONG_TITLE = (
    "Complete coffee supply for two offices in Bristol and one in Cardiff, with machines, monthly beans, oat drink, "
    "cleaning, maintenance on the next working day, and training for new colleagues – decision by the board in spring"
)


class Inquiry(NamedTuple):
    """One lead as it came in; `age` in working days, `about` a basket, an amount or nothing."""

    age: int
    owner: str
    fate: str
    source: str
    person: str
    firm: str
    domain: str
    place: str
    about: str
    title: str


INQUIRIES = [Inquiry(int(age), *cells) for age, *cells in rows(TABLE.replace("{long}", LONG_TITLE))]
