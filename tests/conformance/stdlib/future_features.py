# features: LG31
"""`__future__`: what there is to ask for."""
import __future__

print(__future__.all_feature_names)
print(__future__.__all__)
for name in __future__.all_feature_names:
    feature = getattr(__future__, name)
    print(name, feature, feature.compiler_flag)
    print(feature.getOptionalRelease(), feature.getMandatoryRelease())
