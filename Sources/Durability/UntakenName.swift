import CRenaming
import Glibc

/// A name that no other file has, given to a file. Nothing is ever replaced.
enum UntakenName {
    enum Outcome: Equatable {
        /// The file has both names.
        case linked
        /// The file has the new name alone.
        case renamed
        case taken
        /// The file system has neither hard links nor renaming without replacing.
        case unsupported
        case failed(Int32)
    }

    /// Gives a file another name on the same file system.
    ///
    /// It is given a hard link. FAT, exFAT and some network shares have none: there it is renamed, which Linux can do
    /// without replacing on most file systems.
    static func give(_ file: String, _ name: String) -> Outcome {
        if link(file, name) == 0 { return .linked }
        switch errno {
        case EEXIST: return .taken
        // Linux also refuses hard links to other users' files, with EPERM.
        case EPERM, ENOSYS, EOPNOTSUPP, EMLINK: break
        case let code: return .failed(code)
        }
        if rename_unless_taken(file, name) == 0 { return .renamed }
        switch errno {
        case EEXIST: return .taken
        case EINVAL, ENOSYS, EOPNOTSUPP, EPERM: return .unsupported
        case let code: return .failed(code)
        }
    }
}
