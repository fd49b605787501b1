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
    /// Other forms that count only if they stand alone: general words, which sentences use too.
    var standingAlone: [(String, means: String)]

    init(
        _ names: String..., category: Reason.Category, retry: Reason.Retry, token: Reason.TokenAction,
        retired: [String] = [], aliases: [(String, means: String)] = [],
        standingAlone: [(String, means: String)] = [], advice: String
    ) {
        self.category = category
        self.retry = retry
        self.token = token
        self.advice = advice
        self.names = names
        self.retired = retired
        self.aliases = aliases
        self.standingAlone = standingAlone
    }

    func reason(_ name: String, of gateway: Gateway?) -> Reason {
        let isRetired = retired.contains(name)
        return Reason(
            name: name, gateway: gateway, category: category, retry: retry, tokenAction: token, advice: advice,
            isRetired: isRetired, aliases: (aliases + standingAlone).filter { $0.means == name }.map(\.0),
            counterparts: isRetired ? names : retired)
    }
}

extension ReasonEntry {
    /// The words of a gateway; nil stands for failures before any gateway.
    static func catalogue(of gateway: Gateway?) -> [ReasonEntry] {
        switch gateway {
        case .apns: apns
        case .fcm: fcm
        case .wns: wns
        case .webpush: webpush
        case nil: unreached
        }
    }
}
