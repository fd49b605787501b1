/// Which logs are trusted, and which witnesses must have cosigned a checkpoint (C2SP tlog-policy).
public struct WitnessPolicy: Sendable {
    /// The name of a witness or a group, which means nothing outside the policy: bytes, whatever they encode.
    public struct Name: Hashable, Sendable, CustomStringConvertible {
        let bytes: [UInt8]

        init(_ bytes: some Sequence<UInt8>) { self.bytes = Array(bytes) }

        /// The name as UTF-8.
        public var description: String { String(decoding: bytes, as: UTF8.self) }
    }

    /// The key of a log or a witness.
    public enum Key: Hashable, Sendable, CustomStringConvertible {
        /// A key that checks signatures here.
        case supported(VerifierKey)
        /// A key of a kind that is not supported, with its name and id: no signature by it counts.
        case unsupported(label: String, publicKey: [UInt8])

        /// The name and the id: `NAME+KEYID`.
        public var description: String {
            switch self {
            case .supported(let key): key.label
            case .unsupported(let label, _): label
            }
        }

        /// What makes two keys the same, whatever their names and kinds.
        var publicKey: [UInt8] {
            switch self {
            case .supported(let key): key.publicKey
            case .unsupported(_, let publicKey): publicKey
            }
        }
    }

    /// A log.
    public struct Log: Sendable {
        /// Its key, whose name is the log's origin.
        public let key: Key
        /// Its address, if the policy has one; what it is for depends on the log.
        public let url: String?
    }

    /// A witness.
    public struct Witness: Sendable {
        /// Its name in the policy.
        public let name: Name
        /// Its key.
        public let key: Key
        /// The prefix of its addresses, if the policy has one.
        public let url: String?
    }

    /// A set of witnesses and groups; a number of them must have cosigned.
    struct Group: Sendable {
        var name: Name
        var threshold: Int
        var members: [Name]
    }

    /// The logs, in the order of their lines.
    public internal(set) var logs: [Log] = []
    /// The witnesses, in the order of their lines.
    public internal(set) var witnesses: [Witness] = []
    /// The groups: each refers to witnesses, and to groups before it.
    var groups: [Group] = []
    /// The witness or group that must have cosigned; nil if none needs to.
    var quorum: Name?

    init() {}

    /// The keys of logs that check signatures here.
    public var logKeys: [VerifierKey] { logs.compactMap { Self.supported($0.key) } }

    /// The keys of witnesses that check cosignatures here.
    public var witnessKeys: [VerifierKey] { witnesses.compactMap { Self.supported($0.key) } }

    private static func supported(_ key: Key) -> VerifierKey? {
        if case .supported(let key) = key { key } else { nil }
    }
}

// MARK: - The quorum

extension WitnessPolicy {
    /// The witnesses that cosigned a note, in the policy's order; a cosignature that does not verify does not count.
    public func cosigners(of note: SignedNote) -> [Witness] {
        witnesses.filter { witness in
            guard case .supported(let key) = witness.key else { return false }
            return note.signatures.contains { line in
                line.isBy(key) && line.cosignatureTime ?? 0 > 0 && key.verifies(line.signature, of: note.text)
            }
        }
    }

    /// Whether enough witnesses cosigned, by their names.
    public func isMet(by cosigners: Set<Name>) -> Bool {
        guard let quorum else { return true }
        var witnessed = cosigners.intersection(witnesses.map(\.name))
        for group in groups where group.members.count(where: { witnessed.contains($0) }) >= group.threshold {
            witnessed.insert(group.name)
        }
        return witnessed.contains(quorum)
    }

    /// Why a note has no quorum: who cosigned it, and who did not; nil if it has one.
    public func shortfall(of note: SignedNote) -> String? {
        let cosigners = Set(cosigners(of: note).map(\.name))
        guard !isMet(by: cosigners), let quorum else { return nil }
        let missing = witnesses.filter { !cosigners.contains($0.name) }.map { witness in
            if case .unsupported = witness.key { return "\(witness.name) (an ML-DSA-44 key, not supported yet)" }
            return "\(witness.name)"
        }
        let present = witnesses.map(\.name).filter { cosigners.contains($0) }.map(\.description)
        return "the quorum \(quorum) is missed: "
            + (present.isEmpty ? "no witness cosigned" : "\(present.joined(separator: ", ")) cosigned")
            + (missing.isEmpty ? "" : "; not \(missing.joined(separator: ", "))")
    }
}
