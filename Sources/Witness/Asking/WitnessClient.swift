import NIOCore
import TrackingLog
public import TransparencyLog
public import WebClient

/// Asks one witness for the cosignature of a checkpoint (C2SP tlog-witness).
public struct WitnessClient: Sendable {
    /// The prefix of the witness's addresses.
    public let url: WebAddress
    /// The keys of witnesses whose cosignatures are taken; all others are ignored.
    public let keys: [VerifierKey]

    /// How long one request may take, from the name's look-up to the answer.
    private static let timeout = TimeAmount.seconds(10)
    /// Longer answers are none of a witness: sixteen cosignatures have a few kilobytes.
    private static let maximumAnswer = 64 << 10

    /// Why there is no cosignature.
    public struct Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// What went wrong, without the witness's address.
        public let description: String
        /// Whether the witness knows another history of the log.
        public let isAlarm: Bool

        init(description: String, isAlarm: Bool = false) {
            self.description = description
            self.isAlarm = isAlarm
        }
    }

    /// A client.
    ///
    /// - Parameters:
    ///   - url: the prefix of the witness's addresses.
    ///   - keys: the keys of witnesses whose cosignatures are taken.
    public init(_ url: WebAddress, keys: [VerifierKey]) {
        self.url = url
        self.keys = keys
    }

    /// Asks for cosignatures, at most twice: the witness says which size it knows.
    ///
    /// - Parameters:
    ///   - note: the log's checkpoint, signed.
    ///   - tree: the log's tree, of the checkpoint's size.
    ///   - old: the size that the witness probably cosigned last.
    /// - Returns: the cosignatures that verify, one or more.
    public func cosignatures(
        of note: SignedNote, tree: MerkleTree, from old: Int
    ) throws(Refusal) -> [NoteSignature] {
        let first = try ask(note, tree, from: old)
        switch first {
        case .cosigned(let lines): return lines
        case .conflict(let size):
            guard size <= tree.size else {
                throw Refusal(
                    description:
                        "it has cosigned \(size.counting("entry", "entries")) of this log, which has \(tree.size.grouped): the log was rolled back, or another one has its name",
                    isAlarm: true)
            }
            guard size != old else {
                // Earlier texts of the protocol answer so where the roots differ.
                let words = "it has cosigned \(size.counting("entry", "entries")), as it was asked, and refuses"
                throw Refusal(
                    description: size == tree.size ? "it has cosigned another root of the size \(size)" : words,
                    isAlarm: size == tree.size)
            }
            let second = try ask(note, tree, from: size)
            guard case .cosigned(let lines) = second else {
                throw Refusal(description: "it named two sizes that it cosigned last")
            }
            return lines
        }
    }

    private enum Reply {
        case cosigned([NoteSignature])
        case conflict(size: Int)
    }

    private func ask(_ note: SignedNote, _ tree: MerkleTree, from old: Int) throws(Refusal) -> Reply {
        let request = AddCheckpointRequest(
            oldSize: old, proof: tree.consistencyProof(from: old, to: tree.size), checkpoint: note)
        let answer = try post(request.bytes)
        switch answer.status {
        case 200: return .cosigned(try lines(in: answer.body, for: note))
        case 409:
            let text = String(decoding: answer.body, as: UTF8.self)
            guard text.hasSuffix("\n"), let size = Int(decimal: text.dropLast()) else {
                throw Refusal(description: "it answered 409 without the size that it cosigned last")
            }
            return .conflict(size: size)
        case 404: throw Refusal(description: "it does not know this log (404): its operator has to add the log's key")
        case 403: throw Refusal(description: "it knows the log by another key (403)\(Self.reason(answer))")
        case 422:
            throw Refusal(
                description: "it cosigned another history of this log (422)\(Self.reason(answer))", isAlarm: true)
        default: throw Refusal(description: "it answered \(answer.status)\(Self.reason(answer))")
        }
    }

    private func post(_ body: [UInt8]) throws(Refusal) -> WebExchange.Answer {
        guard let address = url.appending("add-checkpoint") else {
            throw Refusal(description: "its address has a query")
        }
        let answer: WebExchange.Answer
        do throws(WebExchange.Fault) {
            answer = try WebExchange(
                address, .post(body, type: "text/plain; charset=utf-8"), timeout: Self.timeout,
                maximumBody: Self.maximumAnswer
            ).run()
        } catch {
            throw Refusal(description: error.words)
        }
        guard answer.isComplete else { throw Refusal(description: "its answer is cut off, or has no end") }
        return answer
    }

    /// The cosignatures of an answer that are by keys of witnesses, and verify.
    func lines(in body: [UInt8], for note: SignedNote) throws(Refusal) -> [NoteSignature] {
        let answered: SignedNote
        do throws(NoteError) {
            answered = try SignedNote(note.text + [0x0A] + body)
            // A body with an empty line would lengthen the text, and be a signature of that.
            guard answered.text == note.text else { throw NoteError.malformed("it has an empty line") }
            _ = try answered.verify(with: keys)
        } catch {
            switch error {
            case .malformed(let reason): throw Refusal(description: "its answer holds no cosignature: \(reason)")
            case .badSignature(let key): throw Refusal(description: "its cosignature by \(key) does not match")
            case .noneKnown(let signers, _), .notByOrigin(_, let signers):
                throw Refusal(
                    description: "the policy has no witness with the key it cosigned by: "
                        + signers.joined(separator: ", "))
            }
        }
        let lines = answered.signatures.filter { line in
            keys.contains { line.isBy($0) } && line.cosignatureTime ?? 0 > 0
        }
        guard !lines.isEmpty else { throw Refusal(description: "its cosignature has no time") }
        return lines
    }

    /// The first line of an answer, which often says what is wrong.
    private static func reason(_ answer: WebExchange.Answer) -> String {
        let text = String(decoding: answer.body, as: UTF8.self).prefix { !$0.isNewline }.prefix(200)
        return text.isEmpty ? "" : ": \(text)"
    }
}

extension WebExchange.Fault {
    /// What went wrong, in words for people.
    var words: String {
        switch self {
        case .unreached(let error): "no connection: \(WebExchange.words(error))"
        case .untrusted(let error): "no encrypted connection: \(WebExchange.words(error))"
        case .unanswered(let reason): reason
        }
    }
}
