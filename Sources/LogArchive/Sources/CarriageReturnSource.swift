import TrackingLog

/// Text whose lines end in CR, with LF in its place; CR LF counts as one line end.
final class CarriageReturnSource: ByteSource {
    private let source: any ByteSource
    private var endedInReturn = false

    /// - Parameter source: gives the text.
    init(_ source: any ByteSource) { self.source = source }

    func read(into output: UnsafeMutableRawBufferPointer) throws(ReadingFault) -> Int {
        while true {
            let count = try source.read(into: output)
            var kept = 0
            for index in 0..<count {
                let byte = output[index]
                defer { endedInReturn = byte == .carriageReturn }
                if byte == .lineFeed, endedInReturn { continue }
                output[kept] = byte == .carriageReturn ? .lineFeed : byte
                kept += 1
            }
            // A lone LF that is left out is not the end.
            if kept > 0 || count == 0 { return kept }
        }
    }
}
