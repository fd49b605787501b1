import Durability
import Glibc
import LogArchive
import TrackingLog

/// A folder with a tally of each log that was read, to be read in place of the log while that is unchanged.
///
/// Nothing that goes wrong with it is an error: the log is read then. Any number of runs use it at once: a tally
/// appears whole, and names its log and the log's state.
final class TallyCache {
    private let folder: String
    /// The options that an answer depends on.
    private let rules: String
    let clock: @Sendable () -> Int
    /// Why tallies cannot be kept; nil where they can.
    private(set) var fault: String?

    /// An entry that no run used for so many days is removed.
    private static let days = 30

    /// - Parameters:
    ///   - folder: created, for its owner only, if it is not there.
    ///   - reading: how logs are read.
    ///   - options: where things are found in a log.
    ///   - clock: the time in seconds since 1970.
    init(
        _ folder: String, _ reading: ReadingOptions, _ options: Tally.Options, clock: @escaping @Sendable () -> Int
    ) {
        self.folder = folder
        self.clock = clock
        // Another build of the program may read logs by other rules.
        let program = LogIdentity("/proc/self/exe")?.text ?? ""
        rules = [
            "tally \(TallyFormat.version)", program, options.person.text, options.name.text, reading.rules,
        ].joined(separator: "\n")
        if mkdir(folder, 0o700) != 0, errno != EEXIST {
            fault = String(cString: strerror(errno))
        } else if FileKind(at: folder) != .folder {
            fault = "it is not a folder"
        }
    }

    /// The key of a log's present state; nil where it is no file.
    func key(_ input: SetAsideInput) -> (key: String, identity: LogIdentity)? {
        guard let path = input.path, let identity = LogIdentity(path) else { return nil }
        return ("\(rules)\n\(input.name)\n\(identity.text)", identity)
    }

    /// The tally of a log's state; nil where there is none that can be used.
    func tally(_ key: String) -> TallyFileReader? {
        let path = place(of: key)
        guard let file = try? OpenFile(path), let reader = try? TallyFileReader(file), reader.head.key == key else {
            return nil
        }
        // It was used today.
        utimensat(AT_FDCWD, path, nil, AT_SYMLINK_NOFOLLOW)
        return reader
    }

    /// Keeps a tally.
    func keep(_ tally: borrowing Tally, _ head: TallyHead, as key: String) {
        guard fault == nil else { return }
        var head = head
        head.key = key
        do {
            try tally.write(head, to: [place(of: key)])
        } catch {
            fault = (error as? FileError)?.reason ?? "\(error)"
        }
    }

    /// Removes what no run used for a month.
    func prune() {
        guard fault == nil, let entries = opendir(folder) else { return }
        defer { closedir(entries) }
        let oldest = clock() - Self.days * 86_400
        while let entry = readdir(entries) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            var status = stat()
            guard name.hasPrefix(Self.prefix), name.hasSuffix(Self.suffix),
                lstat("\(folder)/\(name)", &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                status.st_mtim.tv_sec < oldest
            else { continue }
            unlink("\(folder)/\(name)")
        }
    }

    private static let prefix = "log-"
    private static let suffix = ".tally"

    /// Two keys of one place would only replace each other: the whole key is in the file.
    private func place(of key: String) -> String {
        // FNV-1a.
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in key.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        let digits = String(hash, radix: 16)
        return "\(folder)/\(Self.prefix)\(String(repeating: "0", count: 16 - digits.count))\(digits)\(Self.suffix)"
    }
}
