import ArgumentParser
import Connections
import Ledger
import Logging
import Service
import TransparencyLog
import WebClient
import Witness

/// `pushtrail witness`: cosign other people's ledgers.
struct WitnessCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "witness",
        abstract: "Cosign other people's ledgers, each only if it extends what was cosigned before.",
        discussion: """
            A witness keeps the owner of a ledger from showing two histories: it never cosigns two roots of one size, nor a \
            smaller size than before. Run it on a machine that the owner of the ledger does not control. Any log in the \
            formats of C2SP will do, and any number of them.

            --listen serves the protocol (C2SP tlog-witness): the ledger's owner names the address to `nightly`. --pull reads \
            the checkpoint, and what shows that it extends the last one, from an archive's folder or from the address that \
            publishes it, cosigns it and prints it: for a cron job.

            The state remembers what was cosigned, and is the one thing that must not be lost: never run the same key with \
            an older or an empty state. Make a new key instead. The file KEY.used beside the key says that it has a state: \
            one that is missing is not created again.

            Exit codes: 0 cosigned, or stopped by SIGTERM or SIGINT; 1 a log was rolled back or is forked; 3 a log could not \
            be checked, or the state could not be used.
            """)

    @Option(
        help: ArgumentHelp("Key file from `key new --witness`.", valueName: "file"), completion: .file())
    var key: String

    @Option(
        help: ArgumentHelp("File that keeps what was cosigned; the first run creates it.", valueName: "file"),
        completion: .file())
    var state: String

    @Option(
        help: ArgumentHelp("Verifier key of a log to cosign; may be repeated.", valueName: "key"),
        transform: VerifyCommand.key)
    var log: [VerifierKey] = []

    @Option(
        help: ArgumentHelp("Policy (C2SP tlog-policy) whose logs are cosigned.", valueName: "file"),
        completion: .file())
    var policy: String?

    @Option(
        help: ArgumentHelp(
            "Serve on this address: 8081 for this machine alone, 192.0.2.7:8081, or [::1]:8081.",
            valueName: "host:port"),
        transform: ListeningAddress.init(parsing:))
    var listen: ListeningAddress?

    @Option(
        help: ArgumentHelp(
            "Cosign the ledger in this archive, or at this http or https address of one; may be repeated.",
            valueName: "dir|url"))
    var pull: [String] = []

    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if (listen == nil) == pull.isEmpty { throw ValidationError("give either --listen or --pull") }
        if log.isEmpty, policy == nil {
            throw ValidationError("give the keys of the logs, with --log or --policy")
        }
        if let key = log.first(where: { $0.algorithm != .ed25519 }) {
            throw ValidationError("--log \(key): the key of a witness, not of a log")
        }
        _ = try places()
    }

    func run() async throws {
        let cosigner = try Cosigner(CosigningKey(path: key), logs: try logs(), state: state, mark: "\(key).used")
        if cosigner.isNew { shared.note("\(state): created; this witness has cosigned nothing yet") }
        guard let listen else { return try pullAll(cosigner) }
        let level: Logger.Level = shared.quiet ? .warning : shared.verbose ? .debug : .info
        let log = StructuredLog(format: .logfmt, level: level) { StandardError.write($0) }
        let logger = Logger(label: "pushtrail") { _ in log }
        do {
            try await WitnessServer(cosigner, host: listen.host, port: listen.port, logger: logger).run()
        } catch let error as ListeningError {
            throw Failure.couldNotRun("\(error)", hint: error.hint)
        } catch {
            throw Failure.couldNotRun("cannot serve: \(error)")
        }
    }

    private func logs() throws -> [VerifierKey] {
        guard let policy else { return log }
        let keys = try WitnessPolicy(path: policy).logKeys
        guard !keys.isEmpty || !log.isEmpty else {
            throw Failure(.wrongUsage, "\(policy) has no log whose key is supported", hint: "name its key with --log")
        }
        return log + keys.filter { !log.contains($0) }
    }

    private func places() throws -> [LogPlace] {
        try pull.map { text -> LogPlace in
            guard text.contains("://") else { return .folder(text) }
            let url: WebAddress
            do throws(WebAddress.Fault) {
                url = try WebAddress(text)
            } catch {
                throw ValidationError("--pull \(text) is no address of an archive: \(error)")
            }
            guard url.appending("ledger/checkpoint") != nil else {
                throw ValidationError("--pull \(text): an address with a query has no files below it")
            }
            return .address(url)
        }
    }

    /// Cosigns every log that can be, and prints its checkpoint.
    private func pullAll(_ cosigner: Cosigner) throws {
        var status = ExitStatus.done
        for place in try places() {
            do {
                try StandardOutput.write(String(decoding: cosigner.pull(place).bytes, as: UTF8.self))
            } catch let error as Cosigner.PullError {
                let failure: Failure
                switch error {
                case .misbehaves:
                    failure = .badNews(
                        "\(error)",
                        hint: "keep the checkpoint there, and \(state): together they prove it. Ask the log's owner")
                case .unchecked: failure = .couldNotRun("\(error)", hint: "nothing was cosigned")
                }
                failure.print()
                status = status.and(failure.status)
            } catch let error as WitnessStateError {
                // No other log can be cosigned either; what was found before counts.
                let failure = Failure(error)
                failure.print()
                throw Failure.silent(status.and(failure.status))
            }
        }
        if status != .done { throw Failure.silent(status) }
    }
}

/// Where a server listens: `HOST:PORT`, or a port of this machine alone.
struct ListeningAddress {
    let host: String
    let port: Int

    /// Parses an address.
    init(parsing text: String) throws {
        var host = "127.0.0.1"
        var rest = text[...]
        if let colon = text.lastIndex(of: ":") {
            host = String(text[..<colon])
            rest = text[colon...].dropFirst()
            if host.hasPrefix("["), host.hasSuffix("]") {
                host = String(host.dropFirst().dropLast())
            } else if host.contains(":") {
                host = ""
            }
        }
        guard !host.isEmpty, let port = Int(rest), 0...65_535 ~= port else {
            throw ValidationError("write HOST:PORT, such as 127.0.0.1:8081 or [::1]:8081, or a port")
        }
        self.host = host
        self.port = port
    }
}
