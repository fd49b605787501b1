import TrackingLog

/// What the catalogue makes of every description that a failed row has, by its number in the words.
struct DescriptionMeanings: Sendable {
    /// The number of the empty description, which reads as the status.
    private let empty: UInt32
    private var matches: [ReasonMatch?]
    /// ``ReasonMatch/gateways`` and ``ReasonMatch/kind``, flat, for quick reading.
    private var gateways: [GatewaySet]
    private var kinds: [FailureKind]
    /// By word and platform: the category, and what the reason shows of the token (`unknown`: nothing).
    private var categories: [CategorySet]
    private var evidence: [TokenState]

    private static let platforms = Platform.allCases.count

    init(_ parts: borrowing Parts<TallyPart>, _ words: borrowing Words) {
        empty = words.find("") ?? Words.none
        matches = Array(repeating: nil, count: words.count)
        gateways = Array(repeating: [], count: words.count)
        kinds = Array(repeating: .failed, count: words.count)
        categories = Array(repeating: [], count: words.count * Self.platforms)
        evidence = Array(repeating: .unknown, count: words.count * Self.platforms)
        for part in 0..<ShortKey.parts {
            for refusal in parts[part].pointee.refusals.elements {
                let word = Int(self.word(of: refusal))
                if matches[word] == nil { learn(word, words.string(UInt32(word))) }
            }
        }
    }

    private mutating func learn(_ word: Int, _ description: String) {
        let match = ReasonCatalogue.standard.match(description)
        matches[word] = match
        gateways[word] = match.gateways
        kinds[word] = match.kind
        for platform in Platform.allCases {
            let place = word * Self.platforms + Int(platform.rawValue)
            let reason = match.reason(on: platform)
            categories[place] = CategorySet(reason?.category ?? .unknown)
            evidence[place] = reason.flatMap { TokenState($0.tokenAction) } ?? .unknown
        }
    }

    /// What failed rows say, as a number in the words.
    @inline(__always)
    func word(of refusal: RefusalRecord) -> UInt32 {
        refusal.description == empty ? UInt32(refusal.status) : refusal.description
    }

    func match(_ word: UInt32) -> ReasonMatch { matches[Int(word)] ?? .none }

    @inline(__always)
    func gateways(of refusal: RefusalRecord) -> GatewaySet { gateways[Int(word(of: refusal))] }

    @inline(__always)
    func kind(of refusal: RefusalRecord) -> FailureKind {
        FailureKind(status: Status(rawValue: refusal.status) ?? .failed, described: kinds[Int(word(of: refusal))])
    }

    /// The category of the reason that failed rows on a platform give, alone in a set.
    @inline(__always)
    func category(of refusal: RefusalRecord, on platform: Platform) -> CategorySet {
        categories[Int(word(of: refusal)) * Self.platforms + Int(platform.rawValue)]
    }

    /// What failed rows on a platform show of the token; `unknown` where they are no evidence.
    @inline(__always)
    func evidence(of refusal: RefusalRecord, on platform: Platform) -> TokenState {
        evidence[Int(word(of: refusal)) * Self.platforms + Int(platform.rawValue)]
    }
}

extension CategorySet {
    /// One category alone.
    init(_ category: Reason.Category) {
        self.init(rawValue: 1 << UInt16(Reason.Category.allCases.firstIndex(of: category) ?? 0))
    }
}
