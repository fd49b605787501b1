import Durability

/// A sealed archive: a folder with a ledger.
public struct ArchiveFolder: Sendable {
    /// The absolute path.
    public let path: String

    /// The archive that a file or folder lies in, wherever links lead. A file need not exist.
    ///
    /// - Returns: nil if none of the folders above has a ledger.
    public init?(containing path: String) {
        let isFolder = FileKind(at: path) == .folder
        let nearest = isFolder ? path : FilePlace.folder(of: (try? FilePlace.following(path)) ?? path)
        guard let absolute = FilePlace.absolute(nearest) else { return nil }
        var folder = isFolder ? FilePlace.folder(of: absolute) : absolute
        while FileKind(at: "\(folder)/\(ArchivePath.checkpoint)") != .file {
            guard folder != "/" else { return nil }
            folder = FilePlace.folder(of: folder)
        }
        self.path = folder
    }
}
