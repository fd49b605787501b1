/// Words that mean the same for sender and token, with one advice.
struct ReasonEntry {
    var category: Reason.Category
    var retry: Reason.Retry
    var token: Reason.TokenAction
    /// What to do, in a sentence of our own.
    var advice: String
    /// The words in use, as the gateway writes them.
    var names: [String]
    /// Words that the gateway no longer gives, and old logs hold.
    var retired: [String]
    /// Other forms of one of the words.
    var aliases: [(String, means: String)]
    /// General words, which count only if nothing but a status stands beside them.
    var standingAlone: [(String, means: String)]
    /// Sentences of gateways and libraries that mean the first of the words.
    var texts: [String]
    /// What libraries write around a cause; it means the first of the words where no cause is recognized.
    var wrappers: [String]
    /// HTTP statuses by which the gateway means the first of the words.
    var statuses: [Int]

    init(
        _ names: String..., category: Reason.Category, retry: Reason.Retry, token: Reason.TokenAction,
        retired: [String] = [], aliases: [(String, means: String)] = [],
        standingAlone: [(String, means: String)] = [], statuses: [Int] = [], texts: [String] = [],
        wrappers: [String] = [], advice: String
    ) {
        self.category = category
        self.retry = retry
        self.token = token
        self.advice = advice
        self.names = names
        self.retired = retired
        self.aliases = aliases
        self.standingAlone = standingAlone
        self.texts = texts
        self.wrappers = wrappers
        self.statuses = statuses
    }

    func reason(_ name: String, of source: ReasonSource) -> Reason {
        let isRetired = retired.contains(name)
        return Reason(
            name: name, source: source, category: category, retry: retry, tokenAction: token, advice: advice,
            isRetired: isRetired, aliases: (aliases + standingAlone).filter { $0.means == name }.map(\.0),
            texts: name == firstWord ? texts + wrappers : [],
            counterparts: isRetired ? names : retired)
    }

    /// The word that sentences and statuses mean.
    var firstWord: String { names.first ?? retired.first ?? "" }
}

extension ReasonEntry {
    /// The words of a source.
    static func catalogue(of source: ReasonSource) -> [ReasonEntry] {
        switch source {
        case .gateway(.apns): apns
        case .gateway(.fcm): fcm
        case .gateway(.wns): wns
        case .gateway(.webpush): webpush
        case .gateway(.huawei): huawei
        case .gateway(.adm): adm
        case .relay(.expo): expo
        case .relay(.sns): sns
        case .relay(.azure): azure
        case .relay(.onesignal): onesignal
        case .relay(.xiaomi): xiaomi
        case .relay(.airship): airship
        case .relay(.pushwoosh): pushwoosh
        case .unnamedGateway: unnamedGateway
        case .sender: unreached + network
        }
    }
}
