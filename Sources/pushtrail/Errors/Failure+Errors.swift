import Alerts
import Analysis
import ArgumentParser
import Durability
import Erasing
import EventStore
import Export
import Glibc
import Ingest
import Ledger
import LogArchive
import TransparencyLog
import Witness

// Gives the errors of all modules their hints and exit codes.
extension Failure {
    /// The failure that an error of a module means at the command line.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as FileError: self.init(error)
        case let error as ListError: self = .couldNotRun("\(error)", hint: error.hint)
        case let error as AlertStateError:
            if case .file(let error) = error {
                self.init(error)
            } else {
                self = .couldNotRun("\(error)", hint: error.hint)
            }
        case let error as BaselineError:
            self = Failure(
                .wrongUsage, "\(error)",
                hint: "give all logs, and --since with the beginning of the period: what is before it is the baseline")
        case let error as RulesError:
            self = .couldNotRun("\(error)", hint: "mend the rules; nothing was reported, and no incident was announced")
        case let error as TallyError: self = .couldNotRun("\(error)", hint: error.hint)
        case let error as KeyError: self = Failure(.wrongUsage, "\(error)")
        case let error as LedgerError: self.init(error)
        case let error as ErasureError: self = .couldNotRun("\(error)", hint: "run the same command again")
        case let error as NightlyError:
            if case .notOver = error {
                self = Failure(.wrongUsage, "\(error)", hint: error.hint)
            } else {
                self = .couldNotRun("\(error)", hint: error.hint)
            }
        case let error as FilingError:
            switch error {
            case .isRead(_, let folder): self = Failure(.wrongUsage, "\(error)", hint: "name a folder beside \(folder)")
            case .file(let error): self.init(error)
            }
        case let error as StoreError: self.init(error)
        case let error as WitnessStateError:
            if case .file(let error) = error {
                self.init(error)
            } else {
                self = .couldNotRun("\(error)", hint: error.hint)
            }
        default: self = .couldNotRun(String(describing: error))
        }
    }

    private init(_ error: StoreError) {
        self = .couldNotRun("\(error)", hint: error.hint)
        if case .notAStore(let path) = error, let nature = FileNature(of: path) {
            message = "\(error): it is \(nature)"
        }
    }

    private init(_ error: LedgerError) {
        switch error {
        case .file(let error): self.init(error)
        case .locked: self = .couldNotRun("\(error)", hint: "wait for it to end, then run the same command again")
        case .untrusted: self = .couldNotRun("\(error)", hint: "name a key that signed it, or find out who wrote it")
        case .contradiction: self = .couldNotRun("\(error)", hint: "`pushtrail verify` shows what is wrong")
        case .copyDiffers:
            self = .couldNotRun(
                "\(error)",
                hint: "the archive may have been rolled back, or --checkpoint-copy is the copy of another archive")
        case .otherOrigin: self = Failure(.wrongUsage, "\(error)")
        case .notAKey(_, .isWitness):
            self = .couldNotRun("\(error)", hint: "name the key of the ledger: `pushtrail key new --origin`")
        case .notAKey(_, .isLog):
            self = .couldNotRun("\(error)", hint: "name the key of a witness: `pushtrail key new --witness`")
        case .notKeys:
            self = .couldNotRun(
                "\(error)",
                hint:
                    "each line has a key as `pushtrail key show` prints it, then the first and the last night it may sign for"
            )
        case .notAPolicy: self = .couldNotRun("\(error)", hint: "mend the policy (C2SP tlog-policy)")
        case .notAKey(let path, _):
            self = .couldNotRun("\(error)", hint: "name the file that `pushtrail key new -o` wrote")
            // A damaged key still begins as one.
            if let nature = FileNature(of: path), nature != .privateKey {
                message = "\(path) is not a private key: it is \(nature)"
            }
        case .exposedKey(let path): self = .couldNotRun("\(error)", hint: "chmod 600 \(path)")
        }
    }

    private init(_ error: FileError) {
        switch error.code {
        // The reader of our output has closed it: that is no error.
        case EPIPE: self = .silent(.done)
        case ENOSPC, EDQUOT: self = .couldNotRun("\(error)", hint: "free some space, then run the same command again")
        case EACCES, EPERM, EROFS: self = .couldNotRun("\(error)", hint: "check its permissions: ls -ld \(error.path)")
        case ENOENT: self = .couldNotRun("\(error)", hint: "check the path, and that its folder exists")
        case EEXIST:
            self = .couldNotRun("\(error)", hint: "name another file; \(error.path) is not replaced")
        case EISDIR: self = .couldNotRun("\(error)", hint: "name a file in that folder")
        default: self = .couldNotRun("\(error)")
        }
    }
}

// MARK: - The end

extension Failure {
    /// Prints an error, and exits with its status.
    static func end(_ error: any Error) -> Never {
        let failure: Failure
        switch Pushtrail.exitCode(for: error) {
        case .success:
            // `--help`, `--version`, a completion script: an answer, not an error.
            do throws(FileError) {
                try StandardOutput.write(Pushtrail.fullMessage(for: error) + "\n")
                exit(ExitStatus.done.rawValue)
            } catch {
                failure = Failure(error)
            }
        case .validationFailure:
            failure = Failure(usage: error)
        default:
            failure = Failure(error)
        }
        failure.print()
        exit(failure.status.rawValue)
    }

    /// The parser's message and usage, without the parser's own `Error:` label.
    private init(usage error: any Error) {
        let message = Pushtrail.message(for: error)
        if let command = UnknownCommand(in: Array(CommandLine.arguments.dropFirst())) {
            self.init(.wrongUsage, "\(command)", hint: command.hint)
            return
        }
        self.init(.wrongUsage, message)
        let text = Pushtrail.fullMessage(for: error)
        let label = "Error: \(message)"
        usage = text.hasPrefix(label) ? String(text.dropFirst(label.count).drop { $0 == "\n" }) + "\n" : text + "\n"
    }
}
