import Durability

extension ByteSource {
    /// Copies what is left to a temporary file: a zip's directory is at its end.
    ///
    /// - Parameter maximumBytes: how many bytes there may be.
    func spooled(maximumBytes: Int = .max) throws(ReadingFault) -> OpenFile {
        let file = try spooling { () throws(FileError) in try UnnamedFile() }
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 1 << 20, alignment: 16)
        defer { buffer.deallocate() }
        var length = 0
        while true {
            let count = try read(into: buffer)
            if count == 0 { break }
            length += count
            guard length <= maximumBytes else {
                throw ReadingFault(
                    reason: "more than \(maximumBytes >> 30) GiB in an archive within another",
                    remedy: "unpack it first")
            }
            try spooling { () throws(FileError) in
                try file.write(UnsafeRawBufferPointer(rebasing: buffer[..<count]).bytes)
            }
        }
        return try spooling { () throws(FileError) in try file.reopened() }
    }

    private func spooling<Result: ~Copyable>(
        _ body: () throws(FileError) -> Result
    ) throws(ReadingFault) -> Result {
        do throws(FileError) { return try body() } catch { throw ReadingFault(spooling: error) }
    }
}
