import Glibc

/// The kind of a file; symbolic links are followed, unless they are refused.
public enum FileKind: Hashable, Sendable {
    case file
    case folder
    case characterDevice
    case blockDevice
    case pipe
    case socket
    case link
    case unknown

    /// nil where nothing is there, or it may not be looked at.
    public init?(at path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    /// What a descriptor is open on; nil where it is not open.
    public init?(of descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    init(_ status: stat) {
        self =
            switch status.st_mode & S_IFMT {
            case S_IFREG: .file
            case S_IFDIR: .folder
            case S_IFCHR: .characterDevice
            case S_IFBLK: .blockDevice
            case S_IFIFO: .pipe
            case S_IFSOCK: .socket
            default: .unknown
            }
    }

    /// In words for people, with the article.
    public var words: String {
        switch self {
        case .file: "a file"
        case .folder: "a folder"
        case .characterDevice: "a device"
        case .blockDevice: "a disk device"
        case .pipe: "a pipe"
        case .socket: "a socket"
        case .link: "a symbolic link"
        case .unknown: "of an unknown kind"
        }
    }
}
