public import TransparencyLog
public import WebClient

/// Asks all witnesses of a policy, and says who cosigned.
public struct CosigningRound: Sendable {
    /// The policy: its witnesses' keys, addresses and quorum.
    public let policy: WitnessPolicy
    /// Whom to ask, in the place of the policy's own addresses; empty for those.
    private let addresses: [WebAddress]

    /// Why nobody can be asked.
    public struct Fault: Error, Hashable, Sendable, CustomStringConvertible {
        /// What is wrong, and with what.
        public let description: String

        init(_ description: String) { self.description = description }
    }

    /// What a round came to.
    public struct Outcome: Sendable {
        /// New cosignatures, by witnesses that had not cosigned yet.
        public internal(set) var lines: [NoteSignature] = []
        /// Which witnesses did not cosign, and why not.
        public internal(set) var failures: [Failure] = []
    }

    /// Why a witness did not cosign.
    public struct Failure: Sendable, CustomStringConvertible {
        /// `ADDRESS: REASON`.
        public let description: String
        /// Whether the witness knows another history of the log: never to be passed over, whoever else cosigned.
        public let isAlarm: Bool
    }

    /// A round.
    ///
    /// - Parameters:
    ///   - policy: the witnesses' keys and addresses, and the quorum.
    ///   - addresses: whom to ask, in the place of the policy's addresses; empty for those.
    /// - Throws: ``Fault`` if an address of the policy is none, or there is nobody to ask.
    public init(_ policy: WitnessPolicy, at addresses: [WebAddress] = []) throws(Fault) {
        self.policy = policy
        self.addresses = addresses
        guard addresses.isEmpty else { return }
        var count = 0
        for witness in policy.witnesses {
            guard let url = witness.url else { continue }
            _ = try Self.address(url, of: witness)
            // A key that cannot be checked is not asked for.
            if case .supported = witness.key { count += 1 }
        }
        guard count > 0 || policy.witnesses.isEmpty else {
            throw Fault("none of the witnesses has an address and a key that is supported")
        }
    }

    /// Asks those that have not cosigned a checkpoint yet, one after another.
    ///
    /// - Parameters:
    ///   - note: the log's checkpoint, signed.
    ///   - tree: the log's tree, of the checkpoint's size.
    ///   - old: the size that the witnesses probably cosigned last.
    public func ask(_ note: SignedNote, tree: MerkleTree, from old: Int) -> Outcome {
        var outcome = Outcome()
        let cosigners = policy.cosigners(of: note)
        let done = Set(cosigners.map(\.name))
        let open = policy.witnesses.filter { !done.contains($0.name) }
        // A witness ignores other witnesses' cosignatures.
        let bare = SignedNote(
            text: note.text,
            signatures: note.signatures.filter { line in !policy.witnessKeys.contains { line.isBy($0) } })
        for url in addresses(of: open) {
            do throws(WitnessClient.Refusal) {
                // An address may be of one that has cosigned already.
                let lines = try WitnessClient(url, keys: policy.witnessKeys)
                    .cosignatures(of: bare, tree: tree, from: old)
                let known = cosigners.map(\.key.description) + outcome.lines.map(\.label)
                outcome.lines += lines.filter { !known.contains($0.label) }
            } catch {
                outcome.failures.append(Failure(description: "\(url.text): \(error)", isAlarm: error.isAlarm))
            }
        }
        return outcome
    }

    private func addresses(of open: [WitnessPolicy.Witness]) -> [WebAddress] {
        guard addresses.isEmpty else { return open.isEmpty ? [] : addresses }
        return open.compactMap { witness in
            guard case .supported = witness.key, let url = witness.url else { return nil }
            return try? Self.address(url, of: witness)
        }
    }

    private static func address(_ url: String, of witness: WitnessPolicy.Witness) throws(Fault) -> WebAddress {
        do throws(WebAddress.Fault) {
            return try WebAddress(url)
        } catch {
            throw Fault("the address of the witness \(witness.name) is no URL: \(error)")
        }
    }
}
