import TrackingLog

/// The meanings of all descriptions of failed rows, by their numbers in the labels.
struct DescriptionMeanings: Sendable {
    /// The number of the empty description, which the status replaces.
    private let empty: UInt32
    private var matches: [ReasonMatch?]
    /// ``ReasonMatch/gateways`` and ``ReasonMatch/kind``, flat for speed.
    private var gateways: [GatewaySet]
    private var kinds: [FailureKind]
    /// By label and platform: the category, and the token's state by this reason (`unknown`: no evidence).
    private var categories: [CategorySet]
    private var evidence: [TokenState]
    /// By label and platform, the reason's name in ``names``; `none` if it is unknown.
    private var reasons: [UInt32]
    private var names: [[UInt8]] = []
    private var known: [String: UInt32] = [:]

    /// A name that a reason does not have.
    private static let none = UInt32.max
    private static let platforms = Platform.allCases.count

    init(_ shards: borrowing Shards<TallyShard>, _ labels: borrowing InternedLabels) {
        self.init(labels)
        learn(shards, labels)
    }

    /// No meanings yet.
    ///
    /// - Parameter labels: all that there will be.
    init(_ labels: borrowing InternedLabels) {
        empty = labels.find("") ?? InternedLabels.none
        matches = Array(repeating: nil, count: labels.count)
        gateways = Array(repeating: [], count: labels.count)
        kinds = Array(repeating: .failed, count: labels.count)
        categories = Array(repeating: [], count: labels.count * Self.platforms)
        evidence = Array(repeating: .unknown, count: labels.count * Self.platforms)
        reasons = Array(repeating: Self.none, count: labels.count * Self.platforms)
    }

    /// Adds the meanings of all failed rows in some tables.
    mutating func learn(_ shards: borrowing Shards<TallyShard>, _ labels: borrowing InternedLabels) {
        for shard in 0..<ShortKey.shardCount {
            for refusal in shards[shard].pointee.refusals.elements {
                let label = Int(label(of: refusal))
                if matches[label] == nil { learn(label, labels.string(UInt32(label))) }
            }
        }
    }

    private mutating func learn(_ label: Int, _ description: String) {
        let match = ReasonCatalogue.standard.match(description)
        matches[label] = match
        gateways[label] = match.gateways
        kinds[label] = match.kind
        for platform in Platform.allCases {
            let place = label * Self.platforms + Int(platform.rawValue)
            let reason = match.reason(on: platform)
            categories[place] = CategorySet(reason?.category ?? .unknown)
            if let name = reason?.name {
                let number = known[name] ?? UInt32(names.count)
                if number == names.count {
                    known[name] = number
                    names.append(Array(name.utf8))
                }
                reasons[place] = number
            }
            evidence[place] = reason.flatMap { TokenState($0.tokenAction) } ?? .unknown
        }
    }

    /// The label of failed rows: their description, or their status if that is empty.
    @inline(__always)
    func label(of refusal: RefusalRecord) -> UInt32 {
        refusal.description == empty ? UInt32(refusal.status) : refusal.description
    }

    func match(_ label: UInt32) -> ReasonMatch { matches[Int(label)] ?? .none }

    @inline(__always)
    func gateways(of refusal: RefusalRecord) -> GatewaySet { gateways[Int(label(of: refusal))] }

    @inline(__always)
    func kind(of refusal: RefusalRecord) -> FailureKind {
        FailureKind(status: Status(rawValue: refusal.status) ?? .failed, described: kinds[Int(label(of: refusal))])
    }

    /// The category of failed rows' reason on a platform, alone in a set.
    @inline(__always)
    func category(of refusal: RefusalRecord, on platform: Platform) -> CategorySet {
        categories[Int(label(of: refusal)) * Self.platforms + Int(platform.rawValue)]
    }

    /// Calls `body` with the name of failed rows' reason on a platform; an unknown one is the label itself.
    func withReason<Result>(
        of refusal: RefusalRecord, on platform: Platform, _ labels: borrowing InternedLabels,
        _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        let label = label(of: refusal)
        let name = reasons[Int(label) * Self.platforms + Int(platform.rawValue)]
        return name == Self.none ? body(labels.text(label)) : names[Int(name)].withUnsafeBytes(body)
    }

    /// The token's state by failed rows on a platform; `unknown` if they are no evidence.
    @inline(__always)
    func evidence(of refusal: RefusalRecord, on platform: Platform) -> TokenState {
        evidence[Int(label(of: refusal)) * Self.platforms + Int(platform.rawValue)]
    }
}

extension CategorySet {
    /// One category alone.
    init(_ category: Reason.Category) {
        self.init(rawValue: 1 << UInt16(Reason.Category.allCases.firstIndex(of: category) ?? 0))
    }
}
