"""Operations that moto 5.2.5 lacks and Terraform's AWS provider 5.100 calls, and arguments that moto takes but does
not give back (each would show as a change in every later plan). Records only, a file for each service; none acts."""

from . import auto_scaling, backup, budgets, cloudfront, identity, others, s3, sagemaker

__all__ = ["auto_scaling", "backup", "budgets", "cloudfront", "identity", "others", "s3", "sagemaker"]
