import ArgumentParser
import Durability
import EventStore
import Export
import Ledger
import LogArchive
import TransparencyLog

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

// The one place that gives the modules' errors their words and exit codes.
extension Failure {
    /// What an error of a module means to the person at the command line.
    init(_ error: any Error) {
        switch error {
        case let failure as Failure: self = failure
        case let error as FileError: self.init(error)
        case let error as RosterError: self = .couldNotRun("\(error)", hint: error.hint)
        case let error as KeyError: self = Failure(.wrongUsage, "\(error)")
        case let error as LedgerError: self.init(error)
        case let error as NightlyError:
            if case .notOver = error {
                self = Failure(.wrongUsage, "\(error)", hint: error.hint)
            } else {
                self = .couldNotRun("\(error)", hint: error.hint)
            }
        case let error as StoreError: self = .couldNotRun("\(error)", hint: error.hint)
        default: self = .couldNotRun(String(describing: error))
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
                "\(error)", hint: "an older archive may have been put back; or --checkpoint-copy names another's copy")
        case .otherOrigin: self = Failure(.wrongUsage, "\(error)")
        case .exposedKey(let path): self = .couldNotRun("\(error)", hint: "chmod 600 \(path)")
        }
    }

    private init(_ error: FileError) {
        switch error.code {
        // Whoever read our output has seen enough.
        case EPIPE: self = .ending(.done)
        case ENOSPC, EDQUOT: self = .couldNotRun("\(error)", hint: "free some space, then run the same command again")
        case EACCES, EPERM, EROFS: self = .couldNotRun("\(error)", hint: "check who may use it: ls -ld \(error.path)")
        case ENOENT: self = .couldNotRun("\(error)", hint: "check the spelling, and that its folder exists")
        case EEXIST:
            self = .couldNotRun("\(error)", hint: "name another file; \(error.path) is not replaced")
        case EISDIR: self = .couldNotRun("\(error)", hint: "name a file in that folder")
        default: self = .couldNotRun("\(error)")
        }
    }
}

// MARK: - The end

extension Failure {
    /// Says what there is to say about an error, and exits with its code.
    static func end(_ error: any Error) -> Never {
        let failure: Failure
        switch Pushtrail.exitCode(for: error) {
        case .success:
            // `--help`, `--version`, a completion script: an answer, not an error.
            do throws(FileError) {
                try StandardOutput.write(Pushtrail.fullMessage(for: error) + "\n")
                exit(Ending.done.rawValue)
            } catch {
                failure = Failure(error)
            }
        case .validationFailure:
            failure = Failure(usage: error)
        default:
            failure = Failure(error)
        }
        failure.tell()
        exit(failure.ending.rawValue)
    }

    /// The parser's message and usage, without the parser's own `Error:` label.
    private init(usage error: any Error) {
        let message = Pushtrail.message(for: error)
        self.init(.wrongUsage, message)
        let text = Pushtrail.fullMessage(for: error)
        let label = "Error: \(message)"
        usage = text.hasPrefix(label) ? String(text.dropFirst(label.count).drop { $0 == "\n" }) + "\n" : text + "\n"
    }
}
