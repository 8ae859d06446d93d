"""What do the people of the demo firm note on their items? Markdown, as they would type it."""

ENGLISH = {
    "lead": (
        "Called twice, left a message. Trying again on Thursday.",
        "Wants a **price by the end of the month**, the budget is there.",
        "Friendly call. They drink about 60 cups a day and have no water line yet.",
        "Asked for references nearby. Sent three.",
        "Decides together with the landlord, so this may take a while.",
    ),
    "deal": (
        "On site this morning: the counter is 60 cm deep, the large machine fits.",
        "They compare us with one other supplier.\n\n- theirs is cheaper to buy\n- ours is cheaper to run",
        "Purchasing asks for delivery **before** the holidays.",
        "Trial cups went down well. The oat drink sold it.",
        "Electrician confirmed: 400 V is there.",
    ),
    "contact": (
        "Prefers e-mail in the morning.",
        "Met at the trade show, very well informed about water hardness.",
        "Back from leave on the 12th.",
    ),
    "company": (
        "New site opens next year, ask again in autumn.",
        "Deliveries only through the yard, gate code at reception.",
    ),
    "estimate": (
        "Sent with the data sheet. Will call after the weekend.",
        "They would like the training on two mornings instead of one day.",
    ),
    "invoice": (
        "Accounts payable wants the order number on it: 4500-8812.",
        "Reminder sent, they pay every second Friday.",
        "Promised on the phone for this week.",
    ),
}
GERMAN = {
    "lead": (
        "Zweimal angerufen, Nachricht hinterlassen. Donnerstag noch einmal.",
        "Braucht bis **Monatsende** einen Preis, das Budget steht.",
        "Nettes Gespräch: rund 60 Tassen am Tag, Wasseranschluss fehlt noch.",
        "Fragt nach Referenzen in der Nähe. Drei genannt.",
        "Entscheidet gemeinsam mit dem Vermieter, das kann dauern.",
    ),
    "deal": (
        "Heute vor Ort: Die Theke ist 60 cm tief, der große Automat passt.",
        "Vergleicht mit einem Mitbewerber:\n\n- dort günstiger in der Anschaffung\n- bei uns günstiger im Betrieb",
        "Der Einkauf möchte die Lieferung **vor** den Feiertagen.",
        "Probetassen kamen gut an, vor allem die „Speicherstadt“.",
        "Elektriker hat bestätigt: Starkstrom liegt.",
    ),
    "contact": (
        "Am besten vormittags per E-Mail.",
        "Auf der Messe kennengelernt, kennt sich mit Wasserhärte aus.",
        "Ab dem 12. wieder aus dem Urlaub zurück.",
    ),
    "company": (
        "Neuer Standort im nächsten Jahr, im Herbst nachfragen.",
        "Anlieferung nur über den Hof, Torcode am Empfang.",
    ),
    "estimate": (
        "Mit Datenblatt verschickt. Rückruf nach dem Wochenende.",
        "Die Schulung lieber an zwei Vormittagen statt an einem Tag.",
    ),
    "invoice": (
        "Buchhaltung möchte die Bestellnummer auf der Rechnung: 4500-8812.",
        "Zahlungserinnerung verschickt, gezahlt wird jeden zweiten Freitag.",
        "Zahlung telefonisch für diese Woche zugesagt.",
    ),
}

# What is printed on estimates: content and terms.
OFFER = {
    True: (
        "vielen Dank für Ihre Anfrage. Wie besprochen bieten wir Ihnen an:",
        "Lieferung frei Haus, zahlbar innerhalb von 14 Tagen ohne Abzug. Bohnen werden **frisch geröstet**.",
    ),
    False: (
        "Thank you for your inquiry. As discussed, we are pleased to offer:",
        "Delivery included, payable within 14 days. Beans are **roasted to order**.",
    ),
}


def about(item_type: str, *, german: bool) -> tuple[str, ...]:
    """Return what is said about items of a type."""
    return (GERMAN if german else ENGLISH)[item_type]
