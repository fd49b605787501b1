import Durability
import Foundation

/// What is done with a new checkpoint besides: copies elsewhere, and timestamps of others.
public enum CheckpointCopies {
    /// Puts a checkpoint into a file, which is replaced whole or not at all.
    public static func copy(_ checkpoint: [UInt8], to path: String) throws {
        var file = try AtomicFile(replacing: path)
        try file.write(checkpoint.span)
        try file.commit()
    }

    /// Has a command make a timestamp of a checkpoint (an RFC 3161 answer, as `openssl ts` and `curl` make one), and keeps
    /// it as `ledger/checkpoint-SIZE.tsr`. One that is there stays.
    ///
    /// - Parameters:
    ///   - checkpoint: given to the command on its standard input.
    ///   - size: the checkpoint's.
    ///   - archive: the archive's folder.
    ///   - command: for `sh -c`; what it prints is kept.
    public static func timestamp(
        _ checkpoint: [UInt8], size: Int, in archive: String, by command: String
    ) throws {
        let path = "\(archive)/\(ArchivePath.timestamp(size: size))"
        guard FileKind(at: path) == nil else { return }
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        // A checkpoint fits into a pipe.
        try? input.fileHandleForWriting.write(contentsOf: checkpoint)
        try? input.fileHandleForWriting.close()
        let answer = Array(output.fileHandleForReading.readDataToEndOfFile())
        process.waitUntilExit()
        guard process.terminationStatus == 0, !answer.isEmpty else {
            throw FileError(
                path: path, doing: "make", reason: "the timestamp command ended with \(process.terminationStatus)")
        }
        var file = try AtomicFile(replacing: path)
        try file.write(answer.span)
        try file.commit(.whereNoneIs)
    }
}
