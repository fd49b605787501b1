import Durability
import ForeignLogs
import Glibc
import TrackingLog

/// Opens the sources of a reading one after the other: plain files, and each log in a zip, in a zip within it, and so on.
struct SourceOpener {
    /// A source that is open.
    struct Opened {
        var source: LogSource
        /// The file that it is read from; nil for standard input and copies.
        var file: String?
        var bytes: SniffedSource
        /// The same bytes, block by block; nil where they can be read only one after the other.
        var blocks: BlockedEntry?
        /// The blocks that may hold what is searched for; nil where all are read.
        var selection: BlockSelection?
        var shape: TextShape
        /// What it is, where it is another vendor's.
        var foreign: ForeignSource?
    }

    /// Where something is that may hold a log.
    private struct Place {
        var input: LogInput
        /// The names of the zips' entries that lead to it, the outermost first; none for a file.
        var entries: [String] = []
        /// The number of a file's own entry in its directory.
        var member: Int?
        /// What its name says about it.
        var name: NameVerdict

        /// `FILE`, `FILE(ENTRY)`, `FILE(ZIP(ENTRY))`.
        var source: LogSource {
            guard !entries.isEmpty else { return LogSource(path: input.name) }
            let closings = String(repeating: ")", count: entries.count - 1)
            var source = LogSource(path: input.name, entry: entries.joined(separator: "(") + closings)
            source.member = member
            return source
        }
    }

    /// A zip whose entries come next.
    private struct OpenZip {
        var reader: ZipReader
        var place: Place
        var entries: ArraySlice<ZipReader.Entry>
        /// Whether some entry has the name of a log.
        var namesLog: Bool
        /// Whether a log was found in it, or something that could not be read.
        var heldLog = false
    }

    private var files: ArraySlice<InputFiles.File>
    /// The innermost is the last.
    private var zips: [OpenZip] = []
    private let options: ReadingOptions
    private let onRead: (Int) -> Void
    private(set) var failures: [ReadingFailure] = []
    /// Zips without a log.
    private(set) var withoutLog: [String] = []
    private(set) var leftOut: [LeftOutFile] = []
    private(set) var setAside: [SetAsideInput] = []
    /// The number of sources that were opened.
    private var opened = 0
    /// Search indexes that were not used, and why.
    private var indexFaults: [String] = []
    /// Sources without a byte.
    private var empty: [String] = []
    /// Sources without a column that a user's map of columns names, by these columns.
    private var withoutColumns: [String: [String]] = [:]

    /// The maximum bytes of a zip in another zip or in gzip.
    private static let maximumNestedBytes = 4 << 30

    init(_ files: [InputFiles.File], _ options: ReadingOptions, onRead: @escaping (Int) -> Void) {
        self.files = files[...]
        self.options = options
        self.onRead = onRead
    }

    /// The next source that can be opened; nil at the end. Others are added to the failures, or left out.
    mutating func next() -> Opened? {
        guard let next = nextOpened() else { return nil }
        opened += 1
        return next
    }

    private mutating func nextOpened() -> Opened? {
        while true {
            if let opened = nextEntry() { return opened }
            guard let file = files.popFirst() else { return nil }
            let name = file.isFound ? NameVerdict(named: file.input.name) : .log
            let place = Place(input: file.input, name: name)
            do throws(ReadingFault) {
                if let opened = try open(file, at: place) { return opened }
            } catch {
                fail(error, at: place)
            }
        }
    }

    /// The next log of the zips that are open.
    private mutating func nextEntry() -> Opened? {
        while let zip = zips.last {
            guard let entry = zips[zips.count - 1].entries.popFirst() else {
                close()
                continue
            }
            // Where no entry has the name of a log, one that is refused may be it.
            let isPerhapsLog = entry.refusal != nil && !zip.namesLog
            let name = NameVerdict(named: entry.name)
            let place = Place(
                input: zip.place.input, entries: zip.place.entries + [entry.name],
                member: zips.count == 1 ? entry.index : nil, name: isPerhapsLog ? .log : name)
            if let left = LeftOutFile(place.source.name, name) {
                leftOut.append(left)
                continue
            }
            let blocks = zip.reader.blocks(of: entry, longest: options.longestRecord)
            let opened = opened(at: place, isChecked: options.checksEntriesFirst, in: blocks) {
                onRead throws(ReadingFault) in
                try zip.reader.source(of: entry, onRead: onRead)
            }
            guard var opened else { continue }
            opened.selection = selection(of: entry, opened)
            return opened
        }
        return nil
    }

    /// The blocks of a zip's entry that may hold what is searched for, by the search index beside the zip.
    ///
    /// - Returns: nil where all are to be read.
    private mutating func selection(of entry: ZipReader.Entry, _ opened: Opened) -> BlockSelection? {
        guard let terms = options.searchTerms, zips.count == 1, let zip = zips.last, let path = opened.file else {
            return nil
        }
        // What a time means may depend on the rows before it, where clocks show it twice.
        guard options.zone == nil, BlockSelection.isPossible(opened) else { return nil }
        do throws(SearchIndexFault) {
            let selection = try BlockSelection(of: terms, in: entry.member, opened, of: zip.reader.file, at: path)
            if let selection { onRead(selection.bytesLeftOut) }
            return selection
        } catch {
            if error != .missing { indexFaults.append("\(path): \(error), so every row was read") }
            return nil
        }
    }

    // MARK: - Files

    /// Opens a file; nil where it is left out, or is a zip, whose logs come next.
    private mutating func open(_ file: InputFiles.File, at place: Place) throws(ReadingFault) -> Opened? {
        let plain = FileSource(try Self.file(of: file), onRead: onRead)
        let sniffed = try SniffedSource(plain)
        // A zip may have other bytes before it, such as a self-extracting one: its end decides.
        let isNamedAsZip = file.input.location?.lowercased().hasSuffix(".zip") ?? false
        if isNamedAsZip, sniffed.head.isEmpty { throw ReadingFault.damaged("the file is empty, not a zip") }
        // A zip's directory is at its end, and what is checked first is read twice: a pipe is copied for both.
        let isSeekable = file.input != .standardInput && plain.file.kind == .file
        if try setAside(file, at: place, sniffed, isSeekable: isSeekable) { return nil }
        switch isNamedAsZip ? .zip : ContentKind(sniffed.head) {
        case .zip:
            try push(isSeekable ? ZipReader(Self.again(plain.file)) : ZipReader(sniffed.spooled()), at: place)
            return nil
        case .gzip where options.checksEntriesFirst, .utf16 where options.checksEntriesFirst:
            let copy = RereadableFile(try isSeekable ? Self.again(plain.file) : sniffed.spooled())
            return opened(at: place, isChecked: true) { onRead in copy.source(onRead: onRead) }
        default:
            return opened(at: place, isChecked: false) { _ in sniffed }
        }
    }

    /// Whether a file is left to the caller.
    private mutating func setAside(
        _ file: InputFiles.File, at place: Place, _ sniffed: SniffedSource, isSeekable: Bool
    ) throws(ReadingFault) -> Bool {
        let isNamedAsTally = file.input.location?.lowercased().hasSuffix(".tally") ?? false
        let isTally = sniffed.head.starts(with: SetAsideInput.tallyMark)
        if isNamedAsTally, !isTally {
            throw .damaged("it is named as a tally, and does not begin as one")
        }
        guard let setsAside = options.setsAside else { return false }
        let path = isSeekable ? file.input.file : nil
        guard setsAside(SetAsideCandidate(path: path, head: sniffed.head, isLogByName: place.name == .log)) else {
            return false
        }
        let copy = path == nil ? RereadableFile(try sniffed.spooled()) : nil
        setAside.append(
            SetAsideInput(name: file.input.name, path: path, position: opened, isTally: isTally, copy: copy))
        return true
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

    /// Opens a file once more, for what outlives it.
    private static func again(_ file: borrowing OpenFile) throws(ReadingFault) -> OpenFile {
        do throws(FileError) {
            return try OpenFile(duplicating: file.descriptor, named: file.name)
        } catch {
            throw ReadingFault(error)
        }
    }

    // MARK: - Contents

    /// Opens a log beneath its compressions; nil where it is none, or is a zip, whose logs come next.
    ///
    /// - Parameters:
    ///   - place: where it is.
    ///   - isChecked: whether it is read to its end first; it is then opened twice.
    ///   - blocks: its blocks, where it has some.
    ///   - open: opens it as it is stored, and is given what counts the bytes that are read.
    private mutating func opened(
        at place: Place, isChecked: Bool, in blocks: BlockedEntry? = nil,
        _ open: (_ onRead: @escaping (Int) -> Void) throws(ReadingFault) -> any ByteSource
    ) -> Opened? {
        var isLog = false
        do throws(ReadingFault) {
            let isNamed = options.format != .auto
            var stored: SniffedSource?
            func content(onRead: @escaping (Int) -> Void) throws(ReadingFault) -> Content {
                let source = try SniffedSource(open(onRead))
                stored = source
                return try Content(of: source, depth: zips.count, isNamed: isNamed)
            }
            switch try content(onRead: isChecked ? { _ in } : onRead) {
            case .zip(let bytes):
                guard zips.count < Content.maximumDepth else { throw .tooDeep }
                try push(ZipReader(bytes.spooled(maximumBytes: Self.maximumNestedBytes)), at: place)
                return nil
            case .text(var bytes):
                let recognition = LogRecognition(bytes.head, named: place.entries.last ?? place.source.path, options)
                isLog = recognition.isLog
                if place.name != .log, !isLog {
                    throw recognition.headerFault ?? ReadingFault(reason: "no tracking log")
                }
                if let fault = recognition.fault(formatIsNamed: isNamed) { throw fault }
                if isChecked {
                    if blocks?.isTrue(workers: options.workers) != true { try bytes.drain() }
                    guard case .text(let again) = try content(onRead: onRead) else {
                        throw ReadingFault(reason: "it changed while it was read", remedy: "try again")
                    }
                    bytes = again
                }
                holdLog()
                var source = place.source
                if bytes.head.isEmpty { empty.append(source.name) }
                if let foreign = recognition.foreign { noteUnfoundColumns(foreign, in: source.name) }
                source.format = recognition.foreign?.format
                source.kind = recognition.kind
                return Opened(
                    source: source, file: place.input.file, bytes: bytes,
                    // What is stored may be the text in another encoding.
                    blocks: bytes === stored ? blocks : nil,
                    shape: recognition.shape, foreign: recognition.foreign)
            }
        } catch {
            fail(error, at: place, isLog: isLog)
            return nil
        }
    }

    /// Notes what a user's own map of columns asks for in vain: our maps name what some exports leave out.
    private mutating func noteUnfoundColumns(_ foreign: ForeignSource, in name: String) {
        guard let columns = foreign.columns, ForeignFormat.named(foreign.format.name) != foreign.format else { return }
        let unfound = foreign.format.unfound(columns: columns, source: foreign.name)
        if !unfound.isEmpty { withoutColumns[unfound.joined(separator: ", "), default: []].append(name) }
    }

    /// What people should know of the sources that are read. A zip may have many thousands.
    var warnings: [String] {
        func sentence(_ names: [String], _ one: String, _ several: String) -> String {
            let others = names.count - 5
            return names.prefix(5).joined(separator: ", ")
                + (others > 0 ? " and \(others.counting("other"))" : "")
                + (names.count == 1 ? one : several)
        }
        let ofColumns = withoutColumns.sorted { $0.key < $1.key }.map { columns, names in
            sentence(names, " has", " have") + " no column \(columns), which the map of columns names"
        }
        return indexFaults + (empty.isEmpty ? [] : [sentence(empty, " is empty", " are empty")]) + ofColumns
    }

    /// Notes what cannot be read: a failure where it is a log, by its name or its first bytes.
    private mutating func fail(_ fault: ReadingFault, at place: Place, isLog: Bool = false) {
        if place.name == .log || isLog {
            failures.append(ReadingFailure(place.source.name, fault, in: place.input.file))
            holdLog()
        } else {
            leftOut.append(LeftOutFile(name: place.source.name, reason: fault.reason, isExpected: false))
        }
    }

    // MARK: - Zips

    private mutating func push(_ reader: ZipReader, at place: Place) throws(ReadingFault) {
        let entries = reader.entries.filter { !$0.isFolder }
        if entries.contains(where: { $0.name == "[Content_Types].xml" }) {
            throw ReadingFault(
                reason: "an Excel workbook or another Office document, not a log", remedy: "save it as CSV")
        }
        zips.append(
            OpenZip(
                reader: reader, place: place, entries: entries[...],
                namesLog: entries.contains { NameVerdict(named: $0.name) == .log }))
    }

    /// Leaves the innermost zip.
    private mutating func close() {
        guard let zip = zips.popLast(), !zip.heldLog else { return }
        withoutLog.append(zip.place.source.name)
    }

    /// Notes that the zips that are open are not without a log.
    private mutating func holdLog() {
        for index in zips.indices { zips[index].heldLog = true }
    }
}
