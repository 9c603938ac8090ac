"""One question of each kind, short enough to be read in a test."""

from modules.loading import schema

HEAD = {"competency": "A1.1"}
SINGLE = schema.SingleChoice(
    key="choix-unique",
    stem="Que faites-vous ?",
    options=[
        schema.Option(text="À la place", feedback="Perdu au prochain code.", misconception="f08"),
        schema.Option(text="Avec", right=True, feedback="La personne tient l’appareil."),
    ],
    **HEAD,
)
MULTIPLE = schema.MultipleChoice(
    key="choix-multiple",
    stem="Que gardez-vous ?",
    options=[
        schema.Option(text="Un fait", right=True, feedback="Oui."),
        schema.Option(text="Une date", right=True, feedback="Oui."),
        schema.Option(text="Un avis", feedback="Un avis ne se vérifie pas.", misconception="f03"),
    ],
    **HEAD,
)
MATCHING = schema.Matching(
    key="appariement",
    stem="Où va chaque fait ?",
    categories=["équipement", "connexion"],
    rows=[
        schema.Row(text="téléphone", category="équipement", feedback="L’appareil."),
        schema.Row(text="forfait", category="connexion", feedback="Le lien."),
    ],
    **HEAD,
)
TRUE_FALSE = schema.TrueFalse(
    key="vrai-faux",
    stem="Un accord donné une fois vaut pour toujours.",
    right=False,
    feedback_true="Un accord se redemande.",
    feedback_false="Oui : par geste, daté, révocable.",
    misconception="f13",
    **HEAD,
)
ORDERING = schema.Ordering(
    key="ordre",
    stem="Dans quel ordre ?",
    items=[
        schema.OrderedItem(text="Demander l’accord", feedback="Avant tout geste."),
        schema.OrderedItem(text="Montrer l’étape"),
        schema.OrderedItem(text="La laisser refaire"),
        schema.OrderedItem(text="Laisser une trace"),
    ],
    feedback="L’accord d’abord, la trace à la fin.",
    **HEAD,
)
SHORT_TEXT = schema.ShortText(
    key="texte-court",
    stem="Comment se nomme ce que la personne donne avant tout geste ?",
    answers=[
        schema.Variant(text="Son accord", feedback="Oui."),
        schema.Variant(text="le consentement", feedback="Oui, c’est le mot de la loi."),
        schema.Variant(text="un mandat", right=False, feedback="Le mandat est un écrit.", misconception="f14"),
    ],
    feedback="On parle ici de l’accord.",
    confidence=True,
    **HEAD,
)
HIGHLIGHT = schema.Highlight(
    key="surligner",
    stem="Marquez les passages que chacun peut vérifier.",
    segments=[
        schema.Segment(text="Il a payé sur le site le 3 mars.", right=True, feedback="Un geste, une date."),
        schema.Segment(text="Il est très à l’aise.", feedback="Un jugement.", misconception="f03"),
        schema.Segment(text="Son voisin était là.", right=True),
    ],
    feedback="Un fait se vérifie.",
    **HEAD,
)
EXAMPLES: list[schema.QuestionEntry] = [SINGLE, MULTIPLE, MATCHING, TRUE_FALSE, ORDERING, SHORT_TEXT, HIGHLIGHT]
