import Foundation

// libFuzzer on one target: `fuzzer --target=NAME [OPTION…] FOLDER…`. It has its own `main`, and calls these
// (https://llvm.org/docs/LibFuzzer.html). Options that begin with two hyphens it hands on to the processes that it starts.

/// The target of this process.
private let target: FuzzTarget = {
    let prefix = "--target="
    let name = CommandLine.arguments.first { $0.hasPrefix(prefix) }?.dropFirst(prefix.count)
    guard let target = FuzzTarget(rawValue: String(name ?? "")) else {
        let names = FuzzTarget.allCases.map(\.rawValue).joined(separator: ", ")
        FileHandle.standardError.write(Data("usage: fuzzer --target=NAME …, of \(names)\n".utf8))
        exit(64)
    }
    return target
}()

/// Tries some bytes. What does not hold ends the process, and libFuzzer keeps the bytes.
@c(LLVMFuzzerTestOneInput)
public func tryInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> Int32 {
    do {
        try target.run(Array(UnsafeBufferPointer(start: bytes, count: count)))
    } catch {
        fatalError("\(error)")
    }
    return 0
}
