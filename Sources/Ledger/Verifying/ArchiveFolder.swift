import Durability
import Foundation

/// A sealed archive: a folder with a ledger.
public struct ArchiveFolder: Sendable {
    /// The absolute path.
    public let path: String

    /// The archive that a file or folder lies in; it need not exist. An archive lies in none, unless it is in another one.
    ///
    /// - Returns: nil if none of the folders above has a ledger.
    public init?(containing path: String) {
        var folder = URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath()
        // An archive's own paths have at most four parts.
        for _ in 0..<4 where folder.path != "/" {
            folder.deleteLastPathComponent()
            if FileKind(at: "\(folder.path)/\(ArchivePath.checkpoint)") == .file {
                self.path = folder.path
                return
            }
        }
        return nil
    }
}
