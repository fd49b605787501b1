import Durability
import Glibc
import TrackingLog

/// Opens the sources of a reading one after the other: plain files, and each log in a zip.
struct SourceOpener {
    /// A source that is open.
    struct Opened {
        var source: LogSource
        /// The file that it is read from; nil for standard input and copies.
        var file: String?
        var bytes: SniffedSource
        var format: LogFormat
    }

    private var files: ArraySlice<InputFiles.File>
    private var zip: (reader: ZipReader, input: LogInput, entries: ArraySlice<ZipReader.Entry>)?
    private let options: ReadingOptions
    private let onRead: (Int) -> Void
    private(set) var failures: [ReadingFailure] = []
    /// Zips without a log.
    private(set) var withoutLog: [String] = []

    init(_ files: [InputFiles.File], _ options: ReadingOptions, onRead: @escaping (Int) -> Void) {
        self.files = files[...]
        self.options = options
        self.onRead = onRead
    }

    /// The next source that can be opened; nil at the end. Others are added to the failures.
    mutating func next() -> Opened? {
        while true {
            if let opened = nextEntry() { return opened }
            guard let file = files.popFirst() else { return nil }
            do throws(ReadingFault) {
                if let opened = try open(file) { return opened }
            } catch {
                failures.append(ReadingFailure(file.input.name, error, in: file.input.file))
            }
        }
    }

    /// The next log of the zip that is open.
    private mutating func nextEntry() -> Opened? {
        while let (reader, input, _) = zip, let entry = zip?.entries.popFirst() {
            var source = LogSource(path: input.name, entry: entry.name)
            source.member = entry.index
            do throws(ReadingFault) {
                if options.checksEntriesFirst { try reader.check(entry) }
                return try recognized(sniffed(reader.source(of: entry, onRead: onRead), as: source, in: input))
            } catch {
                failures.append(ReadingFailure(source.name, error, in: input.file))
            }
        }
        zip = nil
        return nil
    }

    /// Opens a file; nil where it is a zip, whose logs come next.
    private mutating func open(_ file: InputFiles.File) throws(ReadingFault) -> Opened? {
        let plain = FileSource(try Self.file(of: file), onRead: onRead)
        let opened = try sniffed(plain, as: LogSource(path: file.input.name), in: file.input)
        let head = opened.bytes.head
        // A zip may have other bytes before it, such as a self-extracting one: its end decides.
        let isNamedAsZip = file.input.location?.lowercased().hasSuffix(".zip") ?? false
        if isNamedAsZip, head.isEmpty { throw ReadingFault.damaged("the file is empty, not a zip") }
        if case .zip = LogFile.kind(of: head) {} else if !isNamedAsZip { return try recognized(opened) }
        // A zip's directory is at its end: what cannot be read from the end is copied first.
        let isSeekable = file.input != .standardInput && plain.file.kind == .file
        open(try isSeekable ? Self.zip(plain.file) : ZipReader(LogFile.spool(opened.bytes)), of: file.input)
        return nil
    }

    /// Opens a file. One that was found in a folder must still be a file: it may have been replaced since.
    private static func file(of file: InputFiles.File) throws(ReadingFault) -> OpenFile {
        do throws(FileError) {
            guard let path = file.input.location else {
                return try OpenFile(duplicating: STDIN_FILENO, named: file.input.name)
            }
            return try file.isFound ? OpenFile(path, links: .followed) : OpenFile(anyKindAt: path)
        } catch {
            throw ReadingFault(error)
        }
    }

    /// Opens a file's zip, which outlives the file.
    private static func zip(_ file: borrowing OpenFile) throws(ReadingFault) -> ZipReader {
        let again: OpenFile
        do throws(FileError) {
            again = try OpenFile(duplicating: file.descriptor, named: file.name)
        } catch {
            throw ReadingFault(error)
        }
        return try ZipReader(again)
    }

    private mutating func open(_ reader: ZipReader, of input: LogInput) {
        let files = reader.entries.filter { !$0.isFolder }
        var logs = files.filter(\.isNamedAsLog)
        // Without a log by name, whatever is refused is named, and whatever looks like a log is read.
        if logs.isEmpty { logs = files.filter { $0.refusal != nil || beginsAsLog($0, in: reader) } }
        if logs.isEmpty { withoutLog.append(input.name) }
        zip = (reader, input, logs[...])
    }

    /// Whether an entry with another name begins with a tracking log's header or row.
    private func beginsAsLog(_ entry: ZipReader.Entry, in reader: ZipReader) -> Bool {
        guard let bytes = try? reader.source(of: entry, onRead: { _ in }), let sniffed = try? SniffedSource(bytes)
        else { return false }
        return LogRecognition(sniffed.head).beginsAsLog
    }

    /// Detects a source's format by its first bytes.
    private func sniffed(
        _ bytes: any ByteSource, as source: LogSource, in input: LogInput
    ) throws(ReadingFault) -> Opened {
        let sniffed = try SniffedSource(bytes)
        var format = options.format
        switch LogFile.kind(of: sniffed.head) {
        case .unreadable(let fault) where format == .auto: throw fault
        case .ndjson where format == .auto: format = .ndjson
        case .csv where format == .auto, .zip where format == .auto, .unreadable where format == .auto: format = .csv
        default: break
        }
        return Opened(source: source, file: input.file, bytes: sniffed, format: format)
    }

    /// Throws where a text that would be read as CSV is no tracking log.
    private func recognized(_ opened: Opened) throws(ReadingFault) -> Opened {
        guard opened.format == .csv else { return opened }
        if let fault = LogRecognition(opened.bytes.head).fault(formatIsNamed: options.format != .auto) { throw fault }
        return opened
    }
}
