import Durability
import Foundation

/// A folder that is one year or month of an archive. The ledger, which covers all of them, is further up.
public struct ArchivePart: Sendable {
    /// The absolute path of the archive.
    public let archive: String

    /// - Returns: nil for any other folder.
    public init?(_ folder: String) {
        var archive = URL(fileURLWithPath: folder).standardizedFileURL
        if archive.lastPathComponent.wholeMatch(of: /\d\d/) != nil { archive.deleteLastPathComponent() }
        guard archive.lastPathComponent.wholeMatch(of: /\d{4}/) != nil else { return nil }
        archive.deleteLastPathComponent()
        guard FileKind(at: "\(archive.path)/\(ArchivePath.checkpoint)") == .file else { return nil }
        self.archive = archive.path
    }
}
