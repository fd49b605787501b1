/// The correction of p-values for the number of comparisons.
enum HolmCorrection {
    /// The p-values so corrected that one limit holds for all of them together, in the same order.
    ///
    /// The smallest is multiplied by the number of comparisons, the next by one less, and so on; none becomes less than the
    /// one before. Source: S. Holm, A simple sequentially rejective multiple test procedure, Scandinavian Journal of
    /// Statistics 6 (1979), 65–70.
    static func corrected(_ values: [Double]) -> [Double] {
        var corrected = values
        var greatest = 0.0
        for (rank, index) in values.indices.sorted(by: { (values[$0], $0) < (values[$1], $1) }).enumerated() {
            greatest = max(greatest, min(1, values[index] * Double(values.count - rank)))
            corrected[index] = greatest
        }
        return corrected
    }
}
