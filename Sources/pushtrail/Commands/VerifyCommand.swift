import ArgumentParser
import Durability
import Foundation
import Ledger
import LogArchive
import LogVerification
import Presentation
import TrackingLog
import TransparencyLog

/// `pushtrail verify`: is this history complete and unchanged?
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check that an archive is complete and unchanged.",
        discussion: """
            Of an archive's folder everything is checked against the signed ledger: every byte of every zip and log, the \
            manifests, the tree, and that nothing else lies there. --last-checkpoint (a copy of ledger/checkpoint that \
            was kept), --record (the results so far) and --expect-through show that the history was not rolled back. --policy (C2SP \
            tlog-policy) demands that enough witnesses cosigned the checkpoint. Of a zip by itself the structure, \
            the rows and their sense are checked. --proof checks a file written by `pushtrail prove`; no archive is needed. \
            Instead of a zip, a checkpoint or a proof, - is standard input.

            Exit codes: 0 complete and unchanged, 1 changed, 2 incomplete, 3 something could not be checked.
            """)

    @Argument(help: ArgumentHelp("Folders of archives, or zips.", valueName: "path"), completion: .file())
    var paths: [String] = []

    @Option(
        help: ArgumentHelp("Trusted verifier key, as printed by `key new`; may be repeated.", valueName: "key"),
        transform: VerifyCommand.key)
    var vkey: [VerifierKey] = []

    @Option(
        help: ArgumentHelp(
            "File of trusted verifier keys, one a line, each with the first and the last night that it may sign for (2026-04-01, "
                + "or -).",
            valueName: "file"),
        completion: .file())
    var keys: String?

    @Option(
        help: ArgumentHelp(
            "Policy whose quorum of witnesses must have cosigned the checkpoint; the keys of its logs are trusted.",
            valueName: "file"),
        completion: .file())
    var policy: String?

    @Option(
        help: ArgumentHelp("Checkpoint that you kept: the archive must extend it.", valueName: "file"),
        completion: .file())
    var lastCheckpoint: String?

    @Option(
        name: .customLong("timestamp-ca"),
        help: ArgumentHelp(
            "Certificates (PEM) of the time-stamping authorities that you trust: checks who signed the timestamps, by openssl.",
            valueName: "file"),
        completion: .file())
    var timestampCertificates: String?

    @Option(
        help: ArgumentHelp("Day that the archive must reach.", valueName: "date"),
        transform: TimeArgument.day)
    var expectThrough: Day?

    @Option(
        help: ArgumentHelp(
            "Check only the files of nights from this day on: for a mirror that keeps no older ones.", valueName: "date"
        ),
        transform: TimeArgument.day)
    var from: Day?

    @Option(
        help: ArgumentHelp("Proof to check by itself.", valueName: "file"),
        completion: .file())
    var proof: String?

    @Option(
        help: ArgumentHelp(
            "Append the result, as a line of JSON, to this file for `history --record`; outside the archive.",
            valueName: "file"),
        completion: .file())
    var record: String?

    @OptionGroup var answer: AnswerOptions<PageFormatName>
    @OptionGroup var shared: SharedOptions

    func validate() throws {
        if paths.isEmpty == (proof == nil) { throw ValidationError("name the archive's folder, a zip, or a --proof") }
        let options = [
            lastCheckpoint.map { _ in "--last-checkpoint" }, expectThrough.map { _ in "--expect-through" },
            policy.map { _ in "--policy" }, record.map { _ in "--record" }, from.map { _ in "--from" },
            timestampCertificates.map { _ in "--timestamp-ca" },
        ]
        if let option = options.compactMap(\.self).first {
            if proof != nil { throw ValidationError("\(option) is for an archive; a --proof is checked alone") }
            // A path that does not exist may have been a folder: that is an error of reading, not of usage.
            if paths.allSatisfy({ $0 == "-" || ![nil, .folder].contains(FileKind(at: $0)) }) {
                throw ValidationError("\(option) is for an archive's folder, and none is named")
            }
        }
        if from != nil, record != nil {
            throw ValidationError("--record keeps verifications of all nights, and --from leaves some out")
        }
        if proof != nil, answer.format == .html || answer.format == .markdown || answer.output != nil {
            throw ValidationError("a proof is shown as text or JSON, on standard output")
        }
        if (paths + [proof, lastCheckpoint].compactMap(\.self)).count(where: { $0 == "-" }) > 1 {
            throw ValidationError("- can be named once: standard input is read to its end")
        }
    }

    func run() throws {
        try StandardInput.check(paths + [proof, lastCheckpoint].compactMap(\.self))
        if let proof { return try check(proof) }
        if let record { try checkPlace(of: record) }
        let output = try answer.open(inputs: paths.map(LogInput.path))
        if !vkey.isEmpty || keys != nil, paths.allSatisfy({ FileKind(at: $0) == .file }) {
            shared.warn(
                "\(vkey.isEmpty ? "--keys" : "--vkey") has no effect: a zip by itself has no signature; name the archive's folder"
            )
        }
        var verifications: [Verification] = []
        for path in paths { verifications.append(try verify(path)) }
        try output.write(VerificationAnswer(verifications, at: .now))
        if let record {
            for (path, verification) in zip(paths, verifications) where FileKind(at: path) == .folder {
                try VerificationRecord(verification).append(to: record)
            }
        }
        let status = verifications.map { ExitStatus($0.gravity) }.reduce(ExitStatus.done) { $0.and($1) }
        if status != .done { throw Failure.silent(status) }
    }

    /// Throws, before anything is verified, if the record cannot be written.
    private func checkPlace(of record: String) throws {
        try LineFile.check(record)
        if FileKind(at: record) == .file { try VerificationRecord.read(record).checkThatItIsOne(record) }
        // In an archive it would be what no ledger lists: the next verification would find it.
        for path in paths where FilePlace.lies(record, in: path) {
            throw Failure(
                .wrongUsage, "\(record) is inside the archive \(path), which may hold only sealed files",
                hint: "name a file outside the archive")
        }
    }

    private func check(_ proof: String) throws {
        let trusted = try trustedKeys()
        let bytes = try bytes(of: proof)
        let shown: RowProof.Shown
        do throws(ProofError) {
            shown = try RowProof(bytes).check(trusting: trusted)
        } catch {
            let hint =
                switch error {
                case .untrusted(.noneKnown): "name the ledger's verifier key with --vkey"
                default: "ask for a new proof"
                }
            throw Failure(.badNews, "\(proof): \(error)", hint: hint)
        }
        try StandardOutput.write(ProofAnswer(shown), asJSON: answer.chosen == .json)
    }

    private func verify(_ path: String) throws -> Verification {
        let bar = ProgressBar("verify", options: shared)
        defer { bar.clear() }
        guard path != "-", FileKind(at: path) == .folder else {
            try checkThatItMayBeAZip(path)
            var verifier = ZipVerifier()
            verifier.progress = { bar.update(done: $0.bytesRead, of: $0.bytesTotal, count: $0.rows) }
            return Verification(try withFile(path) { file, name in verifier.verify(file, named: name) })
        }
        let policy = try policy.map { path throws(LedgerError) in try WitnessPolicy(path: path) }
        let trusted = try trustedKeys(isNeeded: policy?.logKeys.isEmpty ?? true)
        if FileKind(at: "\(path)/ledger") == nil, let archive = ArchiveFolder(containing: path) {
            throw Failure.couldNotRun(
                "\(path) is a part of an archive, without its ledger", hint: "verify the archive: \(archive.path)")
        }
        var verifier = LedgerVerifier(trusting: trusted)
        verifier.policy = policy
        verifier.expectThrough = expectThrough
        verifier.from = from
        verifier.saved = try lastCheckpoint.map { ($0, try bytes(of: $0)) }
        verifier.authorities = try authorities()
        if let record, FileKind(at: record) == .file { verifier.records = try VerificationRecord.read(record).records }
        verifier.progress = { bar.update(done: $0, of: $1, count: $2) }
        return verifier.verify(path)
    }

    private func authorities() throws(Failure) -> TimestampAuthorities? {
        guard let timestampCertificates else { return nil }
        do throws(TimestampAuthorities.Fault) {
            return try TimestampAuthorities(certificates: timestampCertificates)
        } catch {
            let hint =
                switch error {
                case .noOpenSSL: "install openssl"
                case .noCertificate: "the authority publishes its certificate; its issuer's is enough"
                }
            throw .couldNotRun("\(error)", hint: hint)
        }
    }

    /// Throws where a file is evidently something else: a finding in it would look like tampering.
    private func checkThatItMayBeAZip(_ path: String) throws(Failure) {
        guard FileKind(at: path) == .file, !path.lowercased().hasSuffix(".zip"), let nature = FileNature(of: path),
            nature != .zip, nature != .empty
        else { return }
        throw .couldNotRun(
            "\(path) is neither an archive nor a zip: it is \(nature)",
            hint: nature == .json ? "--proof checks a proof" : "name the archive's folder, or a zip")
    }

    /// A small file's bytes; `-` is standard input.
    private func bytes(of path: String) throws -> [UInt8] {
        // A pipe may never end, and these files are small.
        try withFile(path, maximumBytes: FileBytes.maximum) { file, _ in try FileBytes.read(file, links: .followed) }
    }

    /// A file that can be read at any offset: standard input and pipes are copied to one first.
    ///
    /// - Parameters:
    ///   - maximumBytes: maximum number of bytes to copy; nil for any number.
    ///   - body: receives the file, and the name to show where it is a copy.
    private func withFile<Result>(
        _ path: String, maximumBytes: Int? = nil, _ body: (_ file: String, _ name: String?) throws -> Result
    ) throws -> Result {
        guard path == "-" || FileKind(at: path) == .pipe else { return try body(path, nil) }
        return try Scratch.with { folder in
            let inputs = try LogInput.rereadable(
                LogInput.named([path]), copiesIn: folder, maximumBytes: maximumBytes)
            guard case .copy(let copy, let name)? = inputs.first else { return try body(path, nil) }
            return try body(copy, name)
        }
    }

    /// The keys that are trusted.
    private func trustedKeys(isNeeded: Bool = true) throws -> TrustedKeys {
        var trusted = TrustedKeys(vkey)
        if let keys { try trusted.add(path: keys) }
        guard trusted.keys.isEmpty, isNeeded else { return trusted }
        throw Failure(
            .wrongUsage, "a ledger is verified with its key",
            hint: "--vkey takes what `pushtrail key new` or `key show` printed")
    }

    static func key(_ text: String) throws -> VerifierKey {
        do throws(KeyError) {
            return try VerifierKey(text)
        } catch {
            throw ValidationError("\(error)")
        }
    }
}

extension ExitStatus {
    /// The exit status of the gravest finding.
    init(_ gravity: Gravity?) {
        self =
            switch gravity {
            case nil, .warning: .done
            case .incomplete: .incomplete
            case .changed: .badNews
            case .unchecked: .couldNotRun
            }
    }
}
