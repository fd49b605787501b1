/// Why bytes are not a policy.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The number of the line, from 1; nil if it is about the whole file.
    public let line: Int?
    /// What is wrong, in words for people.
    public let reason: String

    /// The line, and what is wrong with it.
    public var description: String { line.map { "line \($0): \(reason)" } ?? reason }
}

extension WitnessPolicy {
    /// The maximum length of a policy in bytes: thousands of witnesses.
    package static let maximumBytes = 1 << 20

    /// Reads a policy strictly.
    ///
    /// - Throws: ``PolicyError`` with the number of the first wrong line.
    public init(_ bytes: [UInt8]) throws(PolicyError) {
        self.init()
        guard bytes.count <= Self.maximumBytes else {
            throw PolicyError(line: nil, reason: "a policy is no longer than 1 MiB")
        }
        guard bytes.last == 0x0A else {
            let reason = bytes.isEmpty ? "the policy is empty" : "the last line has no LF: it may be cut off"
            throw PolicyError(line: nil, reason: reason)
        }
        var reader = PolicyReader()
        for (index, line) in bytes.dropLast().split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            do throws(PolicyReader.Fault) {
                try reader.read(line)
            } catch {
                throw PolicyError(line: index + 1, reason: error.reason)
            }
        }
        guard reader.hasQuorum else { throw PolicyError(line: nil, reason: "the policy has no quorum line") }
        self = reader.policy
    }
}

/// Reads the lines of a policy.
private struct PolicyReader {
    private(set) var policy = WitnessPolicy()
    private(set) var hasQuorum = false
    /// The names that witnesses and groups have.
    private var names: Set<WitnessPolicy.Name> = []
    /// The names that are members of a group.
    private var members: Set<WitnessPolicy.Name> = []
    private var logKeys: Set<[UInt8]> = []
    private var witnessKeys: Set<[UInt8]> = []

    private static let none = WitnessPolicy.Name("none".utf8)

    struct Fault: Error {
        var reason: String
    }

    mutating func read(_ line: ArraySlice<UInt8>) throws(Fault) {
        if let byte = line.first(where: { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F }) {
            throw Fault(reason: byte == 0x0D ? "the line ends in CR" : "the line has a control character")
        }
        let words = line.split { $0 == 0x20 || $0 == 0x09 }
        guard let first = words.first, first.first != UInt8(ascii: "#") else { return }
        let rest = Array(words.dropFirst())
        switch String(decoding: first, as: UTF8.self) {
        case "log": try readLog(rest)
        case "witness": try readWitness(rest)
        case "group": try readGroup(rest)
        case "quorum": try readQuorum(rest)
        case let word: throw Fault(reason: "a line begins with log, witness, group, quorum or #, not with \(word)")
        }
    }

    private mutating func readLog(_ words: [ArraySlice<UInt8>]) throws(Fault) {
        guard 1...2 ~= words.count else { throw Fault(reason: "a log is written: log VKEY [URL]") }
        let key = try key(words[0], of: .ed25519, "a log")
        guard logKeys.insert(key.publicKey).inserted else { throw Fault(reason: "another log has the same key") }
        policy.logs.append(WitnessPolicy.Log(key: key, url: Self.url(words.dropFirst())))
    }

    private mutating func readWitness(_ words: [ArraySlice<UInt8>]) throws(Fault) {
        guard 2...3 ~= words.count else { throw Fault(reason: "a witness is written: witness NAME VKEY [URL]") }
        let key = try key(words[1], of: .cosignature, "a witness")
        guard witnessKeys.insert(key.publicKey).inserted else {
            throw Fault(reason: "another witness has the same key")
        }
        let name = try define(words[0])
        policy.witnesses.append(WitnessPolicy.Witness(name: name, key: key, url: Self.url(words.dropFirst(2))))
    }

    private mutating func readGroup(_ words: [ArraySlice<UInt8>]) throws(Fault) {
        guard words.count >= 3 else { throw Fault(reason: "a group is written: group NAME all|any|NUMBER MEMBER…") }
        var own: [WitnessPolicy.Name] = []
        for word in words.dropFirst(2) {
            let member = WitnessPolicy.Name(word)
            guard names.contains(member) else {
                throw Fault(reason: "no line before this one defines a witness or group named \(member)")
            }
            guard members.insert(member).inserted else {
                throw Fault(reason: "\(member) is a member of a group already")
            }
            own.append(member)
        }
        let threshold: Int
        switch String(decoding: words[1], as: UTF8.self) {
        case "all": threshold = own.count
        case "any": threshold = 1
        case let text:
            guard let number = Int(decimal: text), 1...own.count ~= number else {
                throw Fault(
                    reason: "of \(own.count) members, \(text) cannot be required: all, any or 1 to \(own.count)")
            }
            threshold = number
        }
        policy.groups.append(WitnessPolicy.Group(name: try define(words[0]), threshold: threshold, members: own))
    }

    private mutating func readQuorum(_ words: [ArraySlice<UInt8>]) throws(Fault) {
        guard words.count == 1 else { throw Fault(reason: "a quorum is written: quorum NAME, or quorum none") }
        guard !hasQuorum else { throw Fault(reason: "another line has the quorum already") }
        let name = WitnessPolicy.Name(words[0])
        guard name == Self.none || names.contains(name) else {
            throw Fault(reason: "no line before this one defines a witness or group named \(name)")
        }
        hasQuorum = true
        policy.quorum = name == Self.none ? nil : name
    }

    private mutating func define(_ word: ArraySlice<UInt8>) throws(Fault) -> WitnessPolicy.Name {
        let name = WitnessPolicy.Name(word)
        guard name != Self.none else { throw Fault(reason: "none is the name of no quorum, and of nothing else") }
        guard names.insert(name).inserted else { throw Fault(reason: "another witness or group is named \(name)") }
        return name
    }

    /// Reads a key of a kind; one of ML-DSA-44 can be read, and no signature by it counts.
    private func key(
        _ word: ArraySlice<UInt8>, of algorithm: KeyAlgorithm, _ owner: String
    ) throws(Fault) -> WitnessPolicy.Key {
        guard let text = String(validating: word, as: UTF8.self) else { throw Fault(reason: "the key is not UTF-8") }
        do throws(KeyError) {
            let parts = try VerifierKeyText(text)
            if parts.algorithm == KeyAlgorithm.mlDSA44 {
                guard parts.publicKey.count == 1312 else {
                    throw KeyError.malformed("an ML-DSA-44 key has 1,312 bytes, not \(parts.publicKey.count)")
                }
                try parts.checkID()
                return .unsupported(
                    label: "\(parts.name)+\(Hex.encode(parts.id.bigEndianBytes))", publicKey: parts.publicKey)
            }
            let key = try VerifierKey(text)
            guard key.algorithm == algorithm else {
                let kind = key.algorithm == .ed25519 ? "a log's key (kind 1)" : "a witness's key (kind 4)"
                throw KeyError.malformed("\(key.label) is \(kind), and cannot be \(owner)'s")
            }
            return .supported(key)
        } catch {
            throw Fault(reason: "\(error)")
        }
    }

    private static func url(_ words: ArraySlice<ArraySlice<UInt8>>) -> String? {
        words.first.map { String(decoding: $0, as: UTF8.self) }
    }
}
