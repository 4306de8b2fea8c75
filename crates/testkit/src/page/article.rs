//! The words of the page: an article that was written for this project.

/// What an article is made of, in reading order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Article {
    pub newspaper: String,
    pub date: String,
    pub page: String,
    pub headline: String,
    pub standfirst: String,
    pub byline: String,
    pub paragraphs: Vec<Paragraph>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paragraph {
    Body(String),
    /// An interviewer's question, set in bold.
    Question(String),
    /// A line between two parts, set larger.
    Subhead(String),
}

impl Paragraph {
    pub fn text(&self) -> &str {
        match self {
            Self::Body(text) | Self::Question(text) | Self::Subhead(text) => text,
        }
    }
}

impl Article {
    /// The truth: paragraphs in reading order, a blank line between. The folio line (newspaper,
    /// date, page) is none of it.
    pub fn text(&self) -> String {
        let head = [&self.headline, &self.standfirst, &self.byline].map(String::as_str);
        let body = self.paragraphs.iter().map(Paragraph::text);
        let parts: Vec<&str> =
            head.into_iter().chain(body).filter(|part| !part.is_empty()).collect();
        parts.join("\n\n") + "\n"
    }

    /// The folio line, left to right.
    pub fn folio(&self) -> String {
        [self.newspaper.as_str(), &self.date, &self.page].join(" ")
    }

    /// Another article of about as many words, for tests that want many pages: the same paragraphs,
    /// begun elsewhere.
    pub fn turned(&self, by: usize) -> Self {
        let mut turned = self.clone();
        let count = turned.paragraphs.len().max(1);
        turned.paragraphs.rotate_left(by % count);
        turned
    }
}

/// The interview on the project's sample page.
pub fn interview() -> Article {
    use Paragraph::{Body, Question, Subhead};
    let paragraphs = vec![
        Body(
            "Elle nous attend sur le banc du lavoir, un cahier sur les genoux. Depuis 2013, \
             Gaëlle Lœrincz tient un blog sur la vie de Saint-Cœur-sur-Sèvre : près de six \
             cents billets, lus bien au-delà du canton, jusqu’au Québec et à l’île Maurice. \
             L’ancienne relieuse y raconte les crues, les chantiers, les fêtes oubliées, et \
             parfois les séances du conseil. On la dit têtue. Elle préfère « exacte »."
                .into(),
        ),
        Question("Pourquoi nous recevoir ici, au lavoir ?".into()),
        Body(
            "Parce que ce n’est pas un décor ! On l’a restauré pour les photos de mariage, \
             fort bien. Mais c’est d’abord un lieu où l’on se parle. Ma grand-mère y a appris \
             la mort de son frère, ma mère y a trouvé du travail. Aujourd’hui, les gens se \
             croisent sur le parking et baissent la tête. Un bourg a besoin d’un endroit où \
             l’on s’attarde sans rien acheter."
                .into(),
        ),
        Question("La fibre est pourtant arrivée. Cela ne crée-t-il pas du lien ?".into()),
        Body(
            "Elle est arrivée… au bourg. Aux hameaux, on promet « l’été prochain » depuis \
             quatre étés. Et l’abonnement n’est pas au même prix pour tout le monde : 29 € en \
             ville, près du double chez nous. J’écris donc mes billets dans le train, sans \
             réseau, et je les envoie quand la gare approche. On s’y fait. J’ai perdu un texte \
             une seule fois, en 2017 ; depuis, je n’efface plus jamais un brouillon."
                .into(),
        ),
        Subhead("L’école et le communiqué".into()),
        Body(
            "À l’évocation de l’école, la voix se durcit. La classe unique a fermé il y a deux \
             ans. Un communiqué annonçait sa réouverture « à l’étude ». Le tableau noir est \
             toujours là, avec la date du dernier jour, tracée à la craie."
                .into(),
        ),
        Question("Vous n’y croyez plus ?".into()),
        Body(
            "On ne rouvre pas une école avec un communiqué. Il faut des enfants, donc des \
             logements, donc des propriétaires qui acceptent de louer à l’année. Trois maisons \
             sur dix sont fermées d’octobre à Pâques. Commençons par là. J’ai proposé une \
             réunion, on m’a répondu qu’il fallait d’abord une étude. Nous en avons déjà deux, \
             reliées de ma main."
                .into(),
        ),
        Question("Aux dernières élections, l’abstention a bondi de 12 %.".into()),
        Body(
            "Ce n’est pas une fatalité, c’est une question. Qui a-t-on cessé d’écouter, et \
             quand ? J’ai relu les procès-verbaux sur quarante années. Avant, il y avait un \
             débat sur tout : la couleur des volets, l’âge des tilleuls, le prix du pain. \
             Désormais, on vote à l’unanimité en vingt minutes. Le silence, ça ne mène à rien."
                .into(),
        ),
        Subhead("Ce qui ne coûte rien".into()),
        Question("Par quoi commenceriez-vous ?".into()),
        Body(
            "Par ce qui ne coûte rien. Laisser la salle des fêtes ouverte le samedi. Afficher \
             l’ordre du jour chez le boulanger. Confier une clé du clocher aux élèves de \
             sixième, pour qu’ils sonnent midi. Rendre le four à pain aux voisins qui savent \
             s’en servir. Quatre décisions, zéro euro, un mois. Ensuite seulement, parlons \
             budget."
                .into(),
        ),
        Question("Votre blog dérange-t-il la mairie ?".into()),
        Body(
            "Il m’est arrivé de me tromper. J’ai alors corrigé, daté la correction et présenté \
             des excuses. Chaque billet cite ses sources : le registre, la facture, la une du \
             journal. Je photographie l’article entier, jamais un fragment, car une phrase \
             isolée fait dire n’importe quoi. Et je demande l’autorisation. En douze ans, deux \
             refus seulement."
                .into(),
        ),
        Body(
            "Le maire, qui passait à vélo, s’arrête. Ils se disputent à propos d’un caniveau, \
             rient, se donnent rendez-vous jeudi. « Vous voyez », glisse-t-elle en refermant \
             son cahier, « il suffisait d’un banc. Un village ne meurt pas d’être petit : il \
             meurt de ne plus se raconter. »"
                .into(),
        ),
    ];
    Article {
        newspaper: "L’ÉCHO DU VAL".into(),
        date: "Samedi 11 octobre 2025".into(),
        page: "7".into(),
        headline: "« Un village ne meurt pas d’être petit »".into(),
        standfirst: "Le lavoir, la fibre, l’école : à Saint-Cœur-sur-Sèvre, la blogueuse Gaëlle \
                     Lœrincz raconte le bourg depuis douze ans. Entretien avec une flâneuse qui \
                     vérifie tout."
            .into(),
        byline: "Recueilli par Anaïs Le Goff".into(),
        paragraphs,
    }
    .with_french_spaces()
}

impl Article {
    /// The spaces of French printing, which do not break: narrow before `; ! ?`, wide elsewhere.
    fn with_french_spaces(mut self) -> Self {
        let head = [&mut self.headline, &mut self.standfirst, &mut self.byline];
        let body = self.paragraphs.iter_mut().map(|paragraph| match paragraph {
            Paragraph::Body(text) | Paragraph::Question(text) | Paragraph::Subhead(text) => text,
        });
        for text in head.into_iter().chain(body) {
            *text = french_spaces(text);
        }
        self
    }
}

/// The same for a text of any kind.
pub(super) fn french_spaces(text: &str) -> String {
    let mut text = text
        .replace("« ", "«\u{a0}")
        .replace(" »", "\u{a0}»")
        .replace(" :", "\u{a0}:")
        .replace(" %", "\u{a0}%")
        .replace(" €", "\u{a0}€");
    for mark in ["?", "!", ";"] {
        text = text.replace(&format!(" {mark}"), &format!("\u{202f}{mark}"));
    }
    text
}
