import CLibzip
package import Durability
import Glibc

/// Why an input could not be read, or not to its end, in words for people.
package struct ReadingFault: Error {
    package var reason: String
    /// What can be done about it; nil where no general advice helps.
    package var remedy: String?
    /// Whether it lies in what the file holds, and not in the system that should read it.
    var isOfContent = true
    /// What is wrong with a zip's entry, where it is that.
    var zip: ZipFault?

    package init(reason: String, remedy: String? = nil) {
        self.reason = reason
        self.remedy = remedy
    }

    /// What the system reports of a file.
    package init(_ error: FileError) {
        isOfContent = false
        reason = error.reason
        remedy =
            switch error.code {
            case _ where error.found != nil: ReadingFault.readByName
            case ENOENT, ENOTDIR: "check the path and the current folder"
            case EACCES, EPERM: "check who may read it: ls -ld \(error.path)"
            default: nil
            }
    }

    private static let readByName = "name it on the command line to read it, or rename it"

    /// A temporary file could not be written.
    init(spooling error: FileError) {
        isOfContent = false
        reason = error.description
        remedy = "free some space, or set TMPDIR to a folder on another disk"
    }

    /// What is wrong with an entry of a zip.
    init(_ fault: ZipFault) {
        switch fault.kind {
        case .encrypted: self.init(reason: "the entry is encrypted", remedy: "decrypt it first")
        case .crc: self = .damaged("the CRC-32 does not match: the data was changed")
        case .headerMismatch: self.init(reason: fault.reason, remedy: ReadingFault.verify)
        default: self = .damaged(fault.reason)
        }
        zip = fault
        isOfContent = fault.kind != .unreadable
    }

    /// What is wrong with a refused zip.
    init(refusing fault: ZipFault) {
        if fault.kind == .noEndRecord {
            self = .damaged(fault.reason)
            return
        }
        let entry = fault.entry.map { "\($0): " } ?? ""
        self.init(reason: "the zip is refused: \(entry)\(fault.reason)", remedy: ReadingFault.verify)
        isOfContent = fault.kind != .unreadable
    }

    private static let verify =
        "other programs may read it differently; `pushtrail verify` lists every fault"

    /// What libzip reports.
    ///
    /// - Parameter subject: what the reason begins with; nil for libzip's words alone.
    init(_ error: UnsafeMutablePointer<zip_error_t>, on subject: String? = nil) {
        let words = String(cString: zip_error_strerror(error))
        reason = subject.map { "\($0): \(words)" } ?? words
        switch zip_error_code_zip(error) {
        case ZIP_ER_MEMORY, ZIP_ER_OPEN, ZIP_ER_READ, ZIP_ER_SEEK: isOfContent = false
        default: break
        }
        remedy =
            switch zip_error_code_zip(error) {
            case ZIP_ER_COMPNOTSUPP: "unpack it with a program that supports the method, such as 7z"
            case ZIP_ER_CRC, ZIP_ER_ZLIB, ZIP_ER_INCONS, ZIP_ER_EOF, ZIP_ER_NOZIP, ZIP_ER_COMPRESSED_DATA:
                ReadingFault.fetchAgain
            default: nil
            }
    }

    /// Data that has changed since it was written.
    static func damaged(_ reason: String) -> ReadingFault {
        ReadingFault(reason: reason, remedy: fetchAgain)
    }

    private static let fetchAgain = "download it again, or restore a backup"
}
