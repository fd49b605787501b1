import ArgumentParser

/// A number of bytes, written with the usual letters: `512M`, `2G`, in powers of 1,024.
struct ByteCount: ExpressibleByArgument {
    let bytes: Int

    private static let units: [Character: Int] = ["K": 10, "M": 20, "G": 30, "T": 40]

    init?(argument: String) {
        var digits = argument.uppercased()[...]
        for ending in ["IB", "B"] where digits.hasSuffix(ending) {
            digits.removeLast(ending.count)
            break
        }
        let shift = digits.last.flatMap { ByteCount.units[$0] }
        if shift != nil { digits.removeLast() }
        guard digits.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(digits) else { return nil }
        let (bytes, isTooLarge) = number.multipliedReportingOverflow(by: 1 << (shift ?? 0))
        guard !isTooLarge else { return nil }
        self.bytes = bytes
    }
}
