import Alerts
import Foundation
import Glibc

/// A shell command that sends a message of mail.
enum MailCommand {
    struct Fault: Error, CustomStringConvertible {
        var description: String
    }

    /// How many seconds it may take.
    private static let patience = 60

    /// Runs it with a message on its standard input. What it prints goes to standard error.
    static func run(_ command: String, _ message: MailMessage) throws {
        let process = Process()
        let input = Pipe()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", command]
        process.standardInput = input
        process.standardOutput = FileHandle.standardError
        do {
            try process.run()
        } catch {
            throw Fault(description: "the mail was not sent: \(error.localizedDescription)")
        }
        // One that does not read it ends with a message of its own.
        let text = Data(message.text.utf8)
        let writing = Thread { [handle = input.fileHandleForWriting] in
            try? handle.write(contentsOf: text)
            try? handle.close()
        }
        writing.start()
        for _ in 0..<patience * 20 where process.isRunning { usleep(50_000) }
        guard !process.isRunning else {
            process.terminate()
            throw Fault(description: "the mail was not sent: --mail-command does not end")
        }
        guard process.terminationReason == .exit, process.terminationStatus == 0 else {
            throw Fault(description: "the mail was not sent: --mail-command ended with \(process.terminationStatus)")
        }
    }
}
