/// What is found beneath the compressions and encodings of a source.
enum Content {
    case zip(SniffedSource)
    case text(SniffedSource)

    /// The maximum number of archives and compressions around a log.
    static let maximumDepth = 3

    /// - Parameters:
    ///   - source: the source as it is stored.
    ///   - depth: how many archives and compressions are around it.
    ///   - isNamed: whether someone said that it is a log, whatever its first bytes look like.
    init(of source: SniffedSource, depth: Int, isNamed: Bool) throws(ReadingFault) {
        var (source, depth) = (source, depth)
        while true {
            switch ContentKind(source.head) {
            case .zip:
                self = .zip(source)
                return
            case .gzip:
                depth += 1
                guard depth <= Self.maximumDepth else { throw .tooDeep }
                source = try SniffedSource(GzipSource(source))
            case .utf16(let isBigEndian): source = try SniffedSource(UTF16Source(source, isBigEndian: isBigEndian))
            case .carriageReturns:
                self = .text(try SniffedSource(CarriageReturnSource(source)))
                return
            case .unreadable(let fault) where !isNamed: throw fault
            case .unreadable, .text:
                self = .text(source)
                return
            }
        }
    }
}

extension ReadingFault {
    /// More archives within each other than are opened: a bomb may have any number.
    static let tooDeep = ReadingFault(
        reason: "more than \(Content.maximumDepth) archives or compressions within each other",
        remedy: "unpack it first")
}
