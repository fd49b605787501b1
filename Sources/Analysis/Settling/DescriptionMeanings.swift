import TrackingLog

/// What the catalogue makes of every description that a failed row has, by its number in the words.
struct DescriptionMeanings: Sendable {
    /// The number of the empty description, which reads as the status.
    private let empty: UInt32
    private var matches: [ReasonMatch?]
    /// ``ReasonMatch/gateways`` and ``ReasonMatch/kind``, flat, for quick reading.
    private var gateways: [GatewaySet]
    private var kinds: [FailureKind]

    init(_ parts: borrowing Parts<TallyPart>, _ words: borrowing Words) {
        empty = words.find("") ?? Words.none
        matches = Array(repeating: nil, count: words.count)
        gateways = Array(repeating: [], count: words.count)
        kinds = Array(repeating: .failed, count: words.count)
        for part in 0..<ShortKey.parts {
            for refusal in parts[part].pointee.refusals.elements {
                let word = Int(self.word(of: refusal))
                guard matches[word] == nil else { continue }
                let match = ReasonCatalogue.standard.match(words.string(UInt32(word)))
                matches[word] = match
                gateways[word] = match.gateways
                kinds[word] = match.kind
            }
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
}
