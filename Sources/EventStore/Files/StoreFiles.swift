import Glibc

/// The files that a store's connections have open: the store, and the log beside it.
///
/// A file that was moved, replaced or deleted stays open, and accepts writes that no other process will ever see.
struct StoreFiles {
    private struct Identity: Equatable {
        var device: dev_t
        var inode: ino_t

        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            (device, inode) = (status.st_dev, status.st_ino)
        }
    }

    private let path: String
    private let store: Identity?
    private let log: Identity?

    /// Notes the files of a store that was just opened. Both stay as long as any connection does.
    init(of path: String) {
        self.path = path
        store = Identity(path)
        log = Identity(path + "-wal")
    }

    /// Checks that the open files are the ones at their paths.
    func check() throws(StoreError) {
        guard let store, Identity(path) == store, log == nil || Identity(path + "-wal") == log else {
            throw .replaced(path: path)
        }
    }
}
