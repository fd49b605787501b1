import ArgumentParser
import Ledger
import TransparencyLog
import WebClient
import Witness

/// Who is asked to cosign a checkpoint.
struct WitnessOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Policy (C2SP tlog-policy) whose witnesses are asked to cosign the checkpoint, and whose quorum must be met.",
            valueName: "file"),
        completion: .file())
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "Ask the witness at this address, in place of the addresses in --policy; may be repeated.", valueName: "url"
        )
    )
    var witness: [String] = []

    func validate() throws {
        if policy == nil, !witness.isEmpty { throw ValidationError("--witness needs --policy: the keys of witnesses") }
        _ = try addresses()
    }

    /// Prepares to ask the witnesses; nil if there is no policy.
    ///
    /// - Parameter keys: the keys that sign the ledger; a policy that names logs must name one of them.
    func round(for keys: [SigningKey]) throws -> CosigningRound? {
        guard let path = policy else { return nil }
        let policy = try WitnessPolicy(path: path)
        let names = keys.map(\.verifier)
        if !policy.logs.isEmpty, !policy.logKeys.contains(where: { names.contains($0) }) {
            throw Failure(
                .wrongUsage, "\(path) has no log with the key of --key: nobody could verify the archive with it",
                hint: names.first.map { "add the line: log \($0)" })
        }
        let addresses = try addresses()
        do throws(CosigningRound.Fault) {
            return try CosigningRound(policy, at: addresses)
        } catch {
            throw Failure(
                .wrongUsage, "\(path): \(error)",
                hint: "add it to the witness's line, or give --witness with the address")
        }
    }

    private func addresses() throws -> [WebAddress] {
        try witness.map { text in
            do throws(WebAddress.Fault) {
                return try WebAddress(text)
            } catch {
                throw ValidationError("--witness \(text) is no URL: \(error)")
            }
        }
    }
}
